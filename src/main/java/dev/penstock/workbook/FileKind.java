package dev.penstock.workbook;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;

/** Tells by a file's first bytes what it is, whatever its name says. */
final class FileKind {
  static final long MAX_FILE_BYTES = 64L << 20;

  private static final byte[] ZIP = {'P', 'K', 3, 4};
  private static final byte[] OLE = {
    (byte) 0xd0, (byte) 0xcf, 0x11, (byte) 0xe0, (byte) 0xa1, (byte) 0xb1, 0x1a, (byte) 0xe1
  };
  private static final String SAVE_AS = "Save it in Excel as Excel Workbook (.xlsx).";

  private FileKind() {}

  /** Returns when the file may be an .xlsx; otherwise throws ConfigException that says why not. */
  static void requireXlsx(Path workbook) {
    Unreadable unreadable = new Unreadable(workbook);
    try (InputStream in = new BufferedInputStream(Files.newInputStream(workbook))) {
      long size = Files.size(workbook);
      if (size > MAX_FILE_BYTES) {
        throw unreadable.because(
            "the file has " + (size >> 20) + " MB, more than the 64 MB that a list of jobs needs.",
            "Take out what is no job, such as data sheets and pictures.");
      }
      byte[] start = in.readNBytes(OLE.length);
      if (Arrays.equals(start, OLE)) {
        throw refusalOf(in.readAllBytes(), unreadable);
      }
      requireZip(start, unreadable);
    } catch (NoSuchFileException e) {
      throw unreadable.because(
          "there is no such file.",
          "Name the workbook with --config, or make one with ./run.sh init.");
    } catch (IOException e) {
      throw unreadable.because(
          "the file cannot be opened (" + e.getClass().getSimpleName() + ").",
          "See that it is a file that you may read, and that nobody holds it locked.");
    }
  }

  private static void requireZip(byte[] start, Unreadable unreadable) {
    if (start.length == 0) {
      throw unreadable.because(
          "the file has zero bytes.",
          "Take it from a backup, or make a new one with ./run.sh init.");
    }
    if (start.length < ZIP.length || !Arrays.equals(start, 0, 4, ZIP, 0, 4)) {
      throw unreadable.because(
          "the file is no Excel workbook, whatever its name ends in (it may be text or CSV).",
          SAVE_AS);
    }
  }

  private static RuntimeException refusalOf(byte[] oleFile, Unreadable unreadable) {
    String text = new String(oleFile, StandardCharsets.ISO_8859_1);
    if (text.contains(inDirectory("EncryptedPackage"))) {
      return unreadable.because(
          "the workbook is protected by a password.",
          "Take the password off in Excel (File, Info, Protect Workbook, Encrypt with Password),"
              + " and protect the folder instead.");
    }
    return unreadable.because("the file is in the old .xls format of Excel 97-2003.", SAVE_AS);
  }

  /** The directory of an OLE file keeps names in UTF-16. */
  private static String inDirectory(String name) {
    return new String(name.getBytes(StandardCharsets.UTF_16LE), StandardCharsets.ISO_8859_1);
  }
}
