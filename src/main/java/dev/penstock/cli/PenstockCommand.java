package dev.penstock.cli;

import picocli.CommandLine.Command;

/** The name of the program, before any command. */
@Command(
    name = "penstock",
    description =
        "Loads the tables and APIs listed in an Excel workbook into date-partitioned Parquet.",
    synopsisSubcommandLabel = "[COMMAND]",
    footer = {
      "",
      "Without a command it runs the workbook config/ingestion_config.xlsx: ./run.sh is ./run.sh run.",
      "./run.sh COMMAND --help explains each command."
    })
final class PenstockCommand {}
