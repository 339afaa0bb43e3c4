package dev.penstock.testing;

import java.math.BigInteger;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Optional;
import oracle.jdbc.OracleTypes;
import oracle.sql.BINARY_DOUBLE;
import oracle.sql.BINARY_FLOAT;
import oracle.sql.DATE;
import oracle.sql.INTERVALDS;
import oracle.sql.INTERVALYM;
import oracle.sql.NUMBER;
import oracle.sql.TIMESTAMP;

/**
 * A column whose values are the bytes that Oracle itself has for them. The classes of Oracle's
 * driver make Java's values of them, as they do of what comes off the wire.
 *
 * @param precision as the driver tells it
 */
public record OracleColumn(Kind kind, int precision, int scale) {
  /** What the driver calls a type, and its code for it. */
  public enum Kind {
    NUMBER("NUMBER", Types.NUMERIC),
    BINARY_FLOAT("BINARY_FLOAT", OracleTypes.BINARY_FLOAT),
    BINARY_DOUBLE("BINARY_DOUBLE", OracleTypes.BINARY_DOUBLE),
    DATE("DATE", Types.TIMESTAMP),
    TIMESTAMP("TIMESTAMP", Types.TIMESTAMP),
    TIMESTAMPTZ("TIMESTAMP WITH TIME ZONE", OracleTypes.TIMESTAMPTZ),
    TIMESTAMPLTZ("TIMESTAMP WITH LOCAL TIME ZONE", OracleTypes.TIMESTAMPLTZ),
    INTERVALYM("INTERVALYM", OracleTypes.INTERVALYM),
    INTERVALDS("INTERVALDS", OracleTypes.INTERVALDS),
    RAW("RAW", Types.VARBINARY),
    /** Of as many letters as its bytes say, made when the value is asked for. */
    CLOB("CLOB", Types.CLOB),
    /** Of as many bytes as its bytes say. */
    BLOB("BLOB", Types.BLOB);

    private final String name;
    private final int code;

    Kind(String name, int code) {
      this.name = name;
      this.code = code;
    }
  }

  String name() {
    return kind.name;
  }

  int code() {
    return kind.code;
  }

  /**
   * What the driver's getter gives for a value.
   *
   * @param getter the name of a method of {@code ResultSet}
   * @param bytes null for NULL
   * @return empty for a getter that gives NULL as it is
   */
  Optional<Object> given(String getter, byte[] bytes) throws SQLException {
    return switch (getter) {
      case "getLong" -> Optional.of(bytes == null ? 0L : NUMBER.toLong(bytes));
      case "getFloat" -> Optional.of(bytes == null ? 0f : (Float) new BINARY_FLOAT(bytes).toJdbc());
      case "getDouble" -> Optional.of(bytes == null ? 0d : number(bytes));
      default -> bytes == null ? Optional.empty() : Optional.of(object(getter, bytes));
    };
  }

  private double number(byte[] bytes) throws SQLException {
    return kind == Kind.NUMBER
        ? NUMBER.toDouble(bytes)
        : (Double) new BINARY_DOUBLE(bytes).toJdbc();
  }

  private Object object(String getter, byte[] bytes) throws SQLException {
    return switch (getter) {
      case "getBigDecimal" -> NUMBER.toBigDecimal(bytes);
      case "getObject" ->
          kind == Kind.DATE ? DATE.toLocalDateTime(bytes) : TIMESTAMP.toLocalDateTime(bytes);
      case "getString" ->
          switch (kind) {
            case CLOB -> "x".repeat(new BigInteger(bytes).intValueExact());
            case INTERVALYM -> new INTERVALYM(bytes).stringValue();
            default -> new INTERVALDS(bytes).stringValue();
          };
      case "getBytes" ->
          kind == Kind.BLOB ? new byte[new BigInteger(bytes).intValueExact()] : bytes;
      default -> throw new SQLException("no " + getter + " of " + kind);
    };
  }
}
