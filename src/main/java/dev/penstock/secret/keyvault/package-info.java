/** Secrets in Azure Key Vault. */
package dev.penstock.secret.keyvault;
