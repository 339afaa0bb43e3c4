package dev.penstock.parquet;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.SplittableRandom;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** Rows shaped like the lineitem table of TPC-H: the same types, lengths and value counts. */
final class LineItems {
  private static final ArrowType LONG = new ArrowType.Int(64, true);
  private static final ArrowType INT = new ArrowType.Int(32, true);
  private static final ArrowType MONEY = new ArrowType.Decimal(15, 2, 128);
  private static final ArrowType TEXT = ArrowType.Utf8.INSTANCE;
  private static final ArrowType DAY = new ArrowType.Date(DateUnit.DAY);

  static final Schema SCHEMA =
      new Schema(
          List.of(
              Field.nullable("l_orderkey", LONG),
              Field.nullable("l_partkey", LONG),
              Field.nullable("l_suppkey", LONG),
              Field.nullable("l_linenumber", INT),
              Field.nullable("l_quantity", MONEY),
              Field.nullable("l_extendedprice", MONEY),
              Field.nullable("l_discount", MONEY),
              Field.nullable("l_tax", MONEY),
              Field.nullable("l_returnflag", TEXT),
              Field.nullable("l_linestatus", TEXT),
              Field.nullable("l_shipdate", DAY),
              Field.nullable("l_commitdate", DAY),
              Field.nullable("l_receiptdate", DAY),
              Field.nullable("l_shipinstruct", TEXT),
              Field.nullable("l_shipmode", TEXT),
              Field.nullable("l_comment", TEXT)));

  private static final byte[][] FLAGS = texts("N", "R", "A");
  private static final byte[][] STATUSES = texts("O", "F");
  private static final byte[][] INSTRUCTIONS =
      texts("DELIVER IN PERSON", "COLLECT COD", "NONE", "TAKE BACK RETURN");
  private static final byte[][] MODES =
      texts("REG AIR", "AIR", "RAIL", "SHIP", "TRUCK", "MAIL", "FOB");
  private static final byte[][] WORDS =
      texts(
          "furiously",
          "quickly",
          "slyly",
          "carefully",
          "deposits",
          "accounts",
          "packages",
          "requests",
          "foxes",
          "theodolites",
          "pending",
          "final",
          "ironic",
          "express",
          "regular",
          "special",
          "the",
          "across",
          "about",
          "haggle",
          "sleep",
          "nag",
          "bold",
          "even");

  private LineItems() {}

  private static byte[][] texts(String... texts) {
    byte[][] result = new byte[texts.length][];
    for (int i = 0; i < texts.length; i++) {
      result[i] = texts[i].getBytes(UTF_8);
    }
    return result;
  }

  static VectorSchemaRoot batch(BufferAllocator allocator, int rows, long firstRow) {
    SplittableRandom random = new SplittableRandom(firstRow);
    VectorSchemaRoot root = VectorSchemaRoot.create(SCHEMA, allocator);
    root.allocateNew();
    for (int row = 0; row < rows; row++) {
      fillNumbers(root, row, firstRow + row, random);
      fillRest(root, row, random);
    }
    root.setRowCount(rows);
    return root;
  }

  private static void fillNumbers(
      VectorSchemaRoot root, int row, long number, SplittableRandom random) {
    long quantity = random.nextInt(1, 51);
    long part = random.nextInt(1, 200_001);
    ((BigIntVector) root.getVector(0)).setSafe(row, number / 4 * 4 + 1);
    ((BigIntVector) root.getVector(1)).setSafe(row, part);
    ((BigIntVector) root.getVector(2)).setSafe(row, random.nextInt(1, 10_001));
    ((IntVector) root.getVector(3)).setSafe(row, (int) (number % 4) + 1);
    ((DecimalVector) root.getVector(4)).setSafe(row, quantity * 100);
    ((DecimalVector) root.getVector(5))
        .setSafe(row, quantity * (90_000 + part / 10 % 20_001 + 100 * (part % 1000)));
    ((DecimalVector) root.getVector(6)).setSafe(row, (long) random.nextInt(11));
    ((DecimalVector) root.getVector(7)).setSafe(row, (long) random.nextInt(9));
  }

  private static void fillRest(VectorSchemaRoot root, int row, SplittableRandom random) {
    int shipped = 8036 + random.nextInt(2526);
    pick(root, 8, row, FLAGS, random);
    pick(root, 9, row, STATUSES, random);
    ((DateDayVector) root.getVector(10)).setSafe(row, shipped);
    ((DateDayVector) root.getVector(11)).setSafe(row, shipped + random.nextInt(-90, 90));
    ((DateDayVector) root.getVector(12)).setSafe(row, shipped + random.nextInt(1, 31));
    pick(root, 13, row, INSTRUCTIONS, random);
    pick(root, 14, row, MODES, random);
    byte[] comment = comment(random);
    ((VarCharVector) root.getVector(15)).setSafe(row, comment);
  }

  private static void pick(
      VectorSchemaRoot root, int column, int row, byte[][] from, SplittableRandom random) {
    ((VarCharVector) root.getVector(column)).setSafe(row, from[random.nextInt(from.length)]);
  }

  private static byte[] comment(SplittableRandom random) {
    byte[] comment = new byte[random.nextInt(10, 44)];
    int at = 0;
    while (at < comment.length) {
      byte[] word = WORDS[random.nextInt(WORDS.length)];
      int length = Math.min(word.length, comment.length - at);
      System.arraycopy(word, 0, comment, at, length);
      at += length;
      if (at < comment.length) {
        comment[at++] = ' ';
      }
    }
    return comment;
  }
}
