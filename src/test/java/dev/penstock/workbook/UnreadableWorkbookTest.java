package dev.penstock.workbook;

import static dev.penstock.evidence.Said.assertThatThrownBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.BadInput;
import dev.penstock.evidence.Input;
import dev.penstock.evidence.Measure;
import dev.penstock.evidence.Secures;
import dev.penstock.failure.ConfigException;
import dev.penstock.workbook.Book.Xml;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.poi.hssf.usermodel.HSSFWorkbook;
import org.apache.poi.poifs.crypt.EncryptionInfo;
import org.apache.poi.poifs.crypt.EncryptionMode;
import org.apache.poi.poifs.crypt.Encryptor;
import org.apache.poi.poifs.filesystem.POIFSFileSystem;
import org.junit.jupiter.api.Test;

final class UnreadableWorkbookTest extends WorkbookFixture {
  private static final String NEW = "make a new one with ./run.sh init.";
  private static final String REPAIR =
      "Open it in Excel, let Excel repair it, and save it as Excel Workbook (.xlsx).";
  private static final String SAVE_AS = "Save it in Excel as Excel Workbook (.xlsx).";

  @Test
  @BadInput(
      value = Input.NOT_THERE,
      says =
          "there is no such file.\nName the workbook with --config, or make one with ./run.sh init.")
  void refusesAFileThatIsNotThere() {
    refused(
        "there is no such file.",
        "Name the workbook with --config, or make one with ./run.sh init.");
  }

  @Test
  @BadInput(
      value = Input.ZERO_BYTES,
      says =
          "the file has zero bytes.\nTake it from a backup, or make a new one with ./run.sh init.")
  void refusesAFileOfZeroBytes() throws IOException {
    Files.createFile(file());
    refused("the file has zero bytes.", "Take it from a backup, or " + NEW);
  }

  @Test
  @BadInput(
      value = Input.TEXT_FILE,
      says =
          "the file is no Excel workbook, whatever its name ends in (it may be text or CSV).\nSave it in Excel as Excel Workbook (.xlsx).")
  void refusesText() throws IOException {
    Files.writeString(file(), "job_id,source_type\n1,sqlite\n");
    refused(
        "the file is no Excel workbook, whatever its name ends in (it may be text or CSV).",
        SAVE_AS);
  }

  @Test
  @BadInput(
      value = Input.OLD_XLS,
      says =
          "the file is in the old .xls format of Excel 97-2003.\nSave it in Excel as Excel Workbook (.xlsx).")
  void refusesTheOldFormat() throws IOException {
    try (HSSFWorkbook old = new HSSFWorkbook();
        OutputStream out = Files.newOutputStream(file())) {
      old.createSheet("SourceConfig").createRow(0).createCell(0).setCellValue("job_id");
      old.write(out);
    }
    refused("the file is in the old .xls format of Excel 97-2003.", SAVE_AS);
  }

  @Test
  @BadInput(
      value = Input.PASSWORD_PROTECTED,
      says =
          "the workbook is protected by a password.\nTake the password off in Excel (File, Info, Protect Workbook, Encrypt with Password), and protect the folder instead.")
  void refusesAPassword() throws Exception {
    Path plain = Jobs.book(Jobs.full("a")).write(folder.resolve("plain.xlsx"));
    try (POIFSFileSystem files = new POIFSFileSystem();
        OutputStream out = Files.newOutputStream(file())) {
      Encryptor encryptor = new EncryptionInfo(EncryptionMode.agile).getEncryptor();
      encryptor.confirmPassword("secret");
      try (OutputStream data = encryptor.getDataStream(files)) {
        Files.copy(plain, data);
      }
      files.writeFilesystem(out);
    }
    refused(
        "the workbook is protected by a password.",
        "Take the password off in Excel (File, Info, Protect Workbook, Encrypt with Password),"
            + " and protect the folder instead.");
  }

  @Test
  @BadInput(
      value = Input.TRUNCATED,
      says =
          "the file is cut off or damaged: it begins as a workbook but has no readable end.\nCopy it again in full, or take it from a backup.")
  void refusesAFileCutOffInTheMiddle() throws IOException {
    byte[] whole = Files.readAllBytes(Jobs.book(Jobs.full("a")).write(file()));
    Files.write(file(), Arrays.copyOf(whole, whole.length / 2));
    refused(
        "the file is cut off or damaged: it begins as a workbook but has no readable end.",
        "Copy it again in full, or take it from a backup.");
  }

  @Test
  @BadInput(
      value = Input.ANOTHER_ZIP,
      says =
          "the file is a zip archive without a workbook in it.\nSave it in Excel as Excel Workbook (.xlsx).")
  void refusesAnArchiveWithoutAWorkbook() throws IOException {
    zip("notes.txt", "nothing");
    refused("the file is a zip archive without a workbook in it.", SAVE_AS);
  }

  @Test
  @BadInput(
      value = Input.BINARY_XLSB,
      says = "the file is a binary workbook (.xlsb).\nSave it in Excel as Excel Workbook (.xlsx).")
  void refusesABinaryWorkbook() {
    new Book()
        .part(
            "_rels/.rels",
            "<Relationships><Relationship Id='r' Type='x/officeDocument'"
                + " Target='xl/workbook.bin'/></Relationships>")
        .write(file());
    refused("the file is a binary workbook (.xlsb).", SAVE_AS);
  }

  @Test
  void refusesASheetThatUnpacksOutOfProportion() throws IOException {
    Book bomb = new Book().rawSheet("SourceConfig", "", "<worksheet/>" + " ".repeat(30 << 20));
    bomb.write(file());
    refused(
        "part 'xl/worksheets/sheet1.xml' unpacks to more than 100 times its size, or to more than"
            + " its limit.",
        "That is no list of jobs. Copy the rows into a new workbook made with ./run.sh init.");
  }

  @Test
  @Secures(Measure.WORKBOOK_PARSER)
  @BadInput(
      value = Input.EXTERNAL_ENTITY,
      says =
          "part 'xl/worksheets/sheet1.xml' holds a DOCTYPE, which no spreadsheet program writes.\nDo not trust the file; copy the rows into a new workbook made with ./run.sh init.")
  void refusesAnExternalEntityWithoutReadingIt() throws IOException {
    Path secret = Files.writeString(folder.resolve("secret.txt"), "top secret");
    refusedForDoctype(
        "<!DOCTYPE x [<!ENTITY e SYSTEM \"%s\">]><worksheet>&e;</worksheet>"
            .formatted(secret.toUri()));
  }

  @Test
  @Secures(Measure.WORKBOOK_PARSER)
  @BadInput(
      value = Input.BILLION_LAUGHS,
      says =
          "part 'xl/worksheets/sheet1.xml' holds a DOCTYPE, which no spreadsheet program writes.\nDo not trust the file; copy the rows into a new workbook made with ./run.sh init.")
  void refusesEntitiesThatMultiply() {
    refusedForDoctype(
        "<!DOCTYPE x [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;\">]><worksheet>&b;</worksheet>");
  }

  @Test
  @BadInput(
      value = Input.SHARED_TEXT_MISSING,
      says =
          "cell C2 refers to shared text '7', but the file holds 1 of them.\nOpen it in Excel, let Excel repair it, and save it as Excel Workbook (.xlsx).")
  void refusesASharedTextThatIsNotThere() {
    Map<String, Object> row = Jobs.with(Jobs.full("a"), "table_name", shared("7"));
    Jobs.book(row).sharedTexts("<t>only</t>").write(file());
    refused("cell C2 refers to shared text '7', but the file holds 1 of them.", REPAIR);
  }

  @Test
  @BadInput(
      value = Input.SHARED_TEXT_MISSING,
      says =
          "cell C2 refers to shared text '0', but the file holds 0 of them.\nOpen it in Excel, let Excel repair it, and save it as Excel Workbook (.xlsx).")
  void refusesSharedTextsThatAreMissing() {
    Jobs.book(Jobs.with(Jobs.full("a"), "table_name", shared("0"))).write(file());
    refused("cell C2 refers to shared text '0', but the file holds 0 of them.", REPAIR);
  }

  @Test
  @Secures(Measure.WORKBOOK_PARSER)
  @BadInput(
      value = Input.PART_OUTSIDE,
      says =
          "it refers to the part '../../../etc/passwd', which lies outside the file.\nOpen it in Excel, let Excel repair it, and save it as Excel Workbook (.xlsx).")
  void refusesPartsOutsideTheFile() {
    Jobs.book(Jobs.full("a")).relate("x", "sharedStrings", "../../../etc/passwd").write(file());
    refused("it refers to the part '../../../etc/passwd', which lies outside the file.", REPAIR);
  }

  @Test
  @BadInput(
      value = Input.PART_OUTSIDE,
      taken = "a part that nothing refers to is not read; nothing is ever unpacked to disk")
  void ignoresEntriesWithNamesOutsideTheFile() {
    Book book = Jobs.book(Jobs.full("a")).part("../../evil.xml", "<x/>");
    assertThat(read(book).jobs()).hasSize(1);
    assertThat(folder.resolve("../../evil.xml")).doesNotExist();
  }

  @Test
  @BadInput(
      value = Input.DAMAGED_PART,
      says =
          "part 'xl/worksheets/sheet1.xml' of the file is no valid XML, line 3.\nOpen it in Excel, let Excel repair it, and save it as Excel Workbook (.xlsx).")
  void refusesBrokenXmlWithItsLine() {
    new Book().rawSheet("SourceConfig", "", "<worksheet>\n<sheetData>\n</oops>").write(file());
    refused("part 'xl/worksheets/sheet1.xml' of the file is no valid XML, line 3.", REPAIR);
  }

  @Test
  @BadInput(
      value = Input.DAMAGED_PART,
      says =
          "the part that holds sheet 'SourceConfig' is missing.\nOpen it in Excel, let Excel repair it, and save it as Excel Workbook (.xlsx).")
  void refusesASheetWithoutItsPart() {
    Book book = new Book().sheet("Other", List.of());
    book.part(
        "xl/workbook.xml",
        "<workbook xmlns:r='r'><sheets><sheet name='SourceConfig' r:id='gone'/></sheets></workbook>");
    book.write(file());
    refused("the part that holds sheet 'SourceConfig' is missing.", REPAIR);
  }

  @Test
  @BadInput(
      value = Input.SHEET_ABSENT,
      says =
          "there is no sheet SourceConfig; the sheets are 'SourcesConfig', 'Notes'.\nRename 'SourcesConfig' to SourceConfig, or make a workbook with ./run.sh init.")
  void namesTheSheetsThereAreWhenTheJobsAreMissing() {
    new Book().sheet("SourcesConfig", List.of()).sheet("Notes", List.of()).write(file());
    refused(
        "there is no sheet SourceConfig; the sheets are 'SourcesConfig', 'Notes'.",
        "Rename 'SourcesConfig' to SourceConfig, or make a workbook with ./run.sh init.");
  }

  @Test
  @BadInput(
      value = Input.MUCH_TEXT,
      says = "cell F2 holds more than 100000 characters.\nExcel allows 32767; shorten it.")
  void refusesACellOfEndlessText() {
    Jobs.book(Jobs.with(Jobs.full("a"), "description", "x".repeat(100_001))).write(file());
    refused("cell F2 holds more than 100000 characters.", "Excel allows 32767; shorten it.");
  }

  @Test
  @BadInput(
      value = Input.DAMAGED_PART,
      says =
          "part 'xl/worksheets/sheet1.xml' of the file is damaged.\nOpen it in Excel, let Excel repair it, and save it as Excel Workbook (.xlsx).")
  void refusesDamagedBytesInside() throws IOException {
    byte[] bytes = Files.readAllBytes(Jobs.book(Jobs.full("a")).write(file()));
    int name = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("sheet1.xml");
    Arrays.fill(bytes, name + 10, name + 60, (byte) 0xff);
    Files.write(file(), bytes);
    refused("part 'xl/worksheets/sheet1.xml' of the file is damaged.", REPAIR);
  }

  private void refusedForDoctype(String sheet) {
    new Book().rawSheet("SourceConfig", "", sheet).write(file());
    refused(
        "part 'xl/worksheets/sheet1.xml' holds a DOCTYPE, which no spreadsheet program writes.",
        "Do not trust the file; copy the rows into a new workbook made with ./run.sh init.");
  }

  private void refused(String what, String mend) {
    WorkbookReader reader = new WorkbookReader(Map.of(), Map.of());
    assertThatThrownBy(() -> reader.read(file()))
        .isInstanceOf(ConfigException.class)
        .hasMessage("workbook " + file() + ": " + what + "\n" + mend);
  }

  private Path file() {
    return folder.resolve("jobs.xlsx");
  }

  private static Xml shared(String index) {
    return new Xml("<c @ t=\"s\"><v>" + index + "</v></c>");
  }

  private void zip(String name, String content) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file()))) {
      zip.putNextEntry(new ZipEntry(name));
      zip.write(content.getBytes(StandardCharsets.UTF_8));
    }
  }
}
