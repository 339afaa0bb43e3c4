package dev.penstock.testing.tds;

import java.sql.ResultSetMetaData;

/** How the columns of a result are announced. */
final class TypeInfo {
  /** Of Latin1_General_CI_AS. */
  static final byte[] COLLATION = {9, 4, (byte) 0xD0, 0, 0x34};

  private static final int NULLABLE = 1;
  private static final int UPDATABLE = 8;
  private static final int ROWVERSION = 80;
  private static final int UNKNOWN_LENGTH = 0xFFFF;

  private TypeInfo() {}

  /**
   * @param nullable one of {@code ResultSetMetaData}
   */
  static byte[] column(String name, SqlType type, int nullable) {
    Bytes bytes = new Bytes();
    int flags = nullable == ResultSetMetaData.columnNoNulls ? UPDATABLE : NULLABLE | UPDATABLE;
    bytes.four(type.name().equals("rowversion") ? ROWVERSION : 0).two(flags);
    describe(type, bytes);
    return bytes.shortText(name).bytes();
  }

  private static void describe(SqlType type, Bytes bytes) {
    switch (type.name()) {
      case "bit" -> bytes.one(0x68).one(1);
      case "tinyint" -> bytes.one(0x26).one(1);
      case "smallint" -> bytes.one(0x26).one(2);
      case "int" -> bytes.one(0x26).one(4);
      case "bigint" -> bytes.one(0x26).one(8);
      case "real" -> bytes.one(0x6D).one(4);
      case "float" -> bytes.one(0x6D).one(8);
      case "money" -> bytes.one(0x6E).one(8);
      case "smallmoney" -> bytes.one(0x6E).one(4);
      case "datetime" -> bytes.one(0x6F).one(8);
      case "smalldatetime" -> bytes.one(0x6F).one(4);
      case "decimal" -> bytes.one(0x6A).one(17).one(type.size()).one(type.scale());
      case "uniqueidentifier" -> bytes.one(0x24).one(16);
      case "date" -> bytes.one(0x28);
      case "time" -> bytes.one(0x29).one(type.size());
      case "datetime2" -> bytes.one(0x2A).one(type.size());
      case "datetimeoffset" -> bytes.one(0x2B).one(type.size());
      case "sql_variant" -> bytes.one(0x62).four(8016);
      case "xml" -> bytes.one(0xF1).one(0);
      default -> bytesAndTexts(type, bytes);
    }
  }

  private static void bytesAndTexts(SqlType type, Bytes bytes) {
    switch (type.name()) {
      case "binary" -> bytes.one(0xAD).two(type.size());
      case "rowversion" -> bytes.one(0xAD).two(8);
      case "varbinary" -> bytes.one(0xA5).two(length(type, 1));
      case "char" -> bytes.one(0xAF).two(type.size()).all(COLLATION);
      case "varchar" -> bytes.one(0xA7).two(length(type, 1)).all(COLLATION);
      case "nchar" -> bytes.one(0xEF).two(2 * type.size()).all(COLLATION);
      case "text" -> bytes.one(0x23).four(Integer.MAX_VALUE).all(COLLATION).one(1).text("t");
      case "ntext" -> bytes.one(0x63).four(Integer.MAX_VALUE).all(COLLATION).one(1).text("t");
      case "image" -> bytes.one(0x22).four(Integer.MAX_VALUE).one(1).text("t");
      case "hierarchyid", "geometry", "geography" ->
          bytes
              .one(0xF0)
              .two(UNKNOWN_LENGTH)
              .shortText("shop")
              .shortText("sys")
              .shortText(type.name())
              .text("Microsoft.SqlServer.Types");
      default -> bytes.one(0xE7).two(length(type, 2)).all(COLLATION);
    }
  }

  private static int length(SqlType type, int perCharacter) {
    return type.size() == SqlType.MAX ? UNKNOWN_LENGTH : perCharacter * type.size();
  }
}
