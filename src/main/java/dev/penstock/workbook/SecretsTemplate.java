package dev.penstock.workbook;

/** The text of a new {@code .dlt/secrets.toml}, in dlt's layout and with every line a comment. */
public final class SecretsTemplate {
  private static final String TEXT =
      """
      # Secrets of Penstock, in the layout of dlt. Keep this file readable for its owner only, and out
      # of version control. Take the # away from the lines that you need.
      #
      # A source: the section is named like source_name in the workbook. Whatever stands in the sheet
      # Sources (host, port, database) need not be repeated here; what stands here wins.
      # The environment wins over this file: DLT_<SOURCE_NAME>_<KEY>, such as DLT_ERP_PASSWORD.
      # Before both, Azure Key Vault is asked where the environment variable AZURE_KEY_VAULT_URL is set.

      # [sources.erp]
      # username = "penstock_reader"
      # password = "..."

      # A REST API:
      # [sources.tickets]
      # token = "..."

      # Where the files land. Without this section it is the folder data/
      # [destination.filesystem]
      # bucket_url = "file:///srv/lake"

      # Azure Data Lake Storage Gen2, in an account with a hierarchical namespace. Without credentials
      # the machine's managed identity signs in, or whoever has called az login.
      # [destination.filesystem]
      # bucket_url = "abfss://container@account.dfs.core.windows.net/folder"
      #
      # The same with other credentials; the first of these three that is given is used:
      # [destination.filesystem.credentials]
      # azure_storage_account_key = '...'
      #
      # azure_storage_sas_token = '...'
      #
      # azure_tenant_id = "..."
      # azure_client_id = "..."
      # azure_client_secret = '...'
      #
      # The account's name, where bucket_url is az://container/folder; the host of other clouds:
      # azure_storage_account_name = "account"
      # azure_account_host = "account.dfs.core.usgovcloudapi.net"
      """;

  private SecretsTemplate() {}

  /** The text; whoever writes it makes the file with owner-only permissions from the start. */
  public static String text() {
    return TEXT;
  }
}
