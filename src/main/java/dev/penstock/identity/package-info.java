/** Who this process is to Azure, and the one HTTP client with which it speaks to it. */
package dev.penstock.identity;
