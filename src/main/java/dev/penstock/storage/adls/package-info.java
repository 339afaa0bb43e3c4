/** Files in Azure Data Lake Storage Gen2. */
package dev.penstock.storage.adls;
