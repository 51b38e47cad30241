<?xml version="1.0" encoding="UTF-8"?>
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:f="http://schemas.gov.sk/form/42156424.IAM_Zmena_udajov_poskytovatela_sluzieb.sk/9.0" exclude-result-prefixes="f">
  <xsl:output method="html" encoding="UTF-8" doctype-system="about:legacy-compat" indent="no"/>

  <xsl:template match="/f:ServiceProviderChange">
    <html lang="sk">
      <head>
        <title>Žiadosť o zmenu údajov poskytovateľa služieb v module IAM</title>
      </head>
      <body>
        <h1>Žiadosť o zmenu údajov poskytovateľa služieb v module IAM</h1>
        <dl>
          <dt>Typ subjektu</dt>
          <dd><xsl:choose>
            <xsl:when test="f:ServiceProviderOwner/f:IdentityType = 'OVM'">Orgán verejnej moci</xsl:when>
            <xsl:otherwise>Právnická osoba/Fyzická osoba - podnikateľ</xsl:otherwise>
          </xsl:choose></dd>
          <xsl:if test="f:ServiceProviderOwner/f:OwnerPoOvm/f:ICO">
            <dt>IČO</dt>
            <dd><xsl:value-of select="f:ServiceProviderOwner/f:OwnerPoOvm/f:ICO"/></dd>
          </xsl:if>
          <xsl:if test="f:ServiceProviderOwner/f:OwnerPoOvm/f:Suffix">
            <dt>Suffix</dt>
            <dd><xsl:value-of select="f:ServiceProviderOwner/f:OwnerPoOvm/f:Suffix"/></dd>
          </xsl:if>
          <xsl:if test="f:ContactPerson/f:ContactName">
            <dt>Meno a priezvisko</dt>
            <dd><xsl:value-of select="f:ContactPerson/f:ContactName"/></dd>
          </xsl:if>
          <xsl:if test="f:ContactPerson/f:Email">
            <dt>E-mail</dt>
            <dd><xsl:value-of select="f:ContactPerson/f:Email"/></dd>
          </xsl:if>
          <xsl:if test="f:ContactPerson/f:Phone">
            <dt>Telefón</dt>
            <dd><xsl:value-of select="f:ContactPerson/f:Phone"/></dd>
          </xsl:if>
          <xsl:if test="f:ServiceProviderData/f:EntityID">
            <dt>Identifikátor poskytovateľa služieb</dt>
            <dd><xsl:value-of select="f:ServiceProviderData/f:EntityID"/></dd>
          </xsl:if>
          <xsl:if test="f:ServiceProviderData/f:DateFrom">
            <dt>Zmeniť údaje poskytovateľa služby k dátumu</dt>
            <dd><xsl:value-of select="concat(substring(f:ServiceProviderData/f:DateFrom, 9, 2), '.', substring(f:ServiceProviderData/f:DateFrom, 6, 2), '.', substring(f:ServiceProviderData/f:DateFrom, 1, 4))"/></dd>
          </xsl:if>
          <xsl:if test="f:ServiceProviderData/f:MetaData">
            <dt>Metadata poskytovateľa služieb</dt>
            <dd><xsl:value-of select="f:ServiceProviderData/f:MetaData"/></dd>
          </xsl:if>
          <xsl:for-each select="f:Attachments/f:Attachment">
            <dt>Príloha</dt>
            <dd><xsl:value-of select="concat(f:Name, ' (', f:ContentType, ', ', f:Size, ' B, SHA-256 ', f:DigestSHA256, ')')"/></dd>
          </xsl:for-each>
          <dt>Splnomocnenie</dt>
          <dd>
            <xsl:choose>
              <xsl:when test="f:Attachments/f:PowerOfAttorney = 'ELECTRONIC'">priložené, podpísané elektronicky</xsl:when>
              <xsl:when test="f:Attachments/f:PowerOfAttorney = 'CONVERTED'">priložené, zaručene konvertované</xsl:when>
              <xsl:when test="f:Attachments/f:PowerOfAttorney = 'PAPER'">doručí sa listinne</xsl:when>
              <xsl:otherwise>netreba</xsl:otherwise>
            </xsl:choose>
          </dd>
          <xsl:if test="f:Note">
            <dt>Poznámka</dt>
            <dd><pre><xsl:value-of select="f:Note"/></pre></dd>
          </xsl:if>
          <dt>Autorizácia</dt>
          <dd><xsl:choose>
            <xsl:when test="f:Authorisation = 'PAPER'">Listinne s úradne overeným podpisom</xsl:when>
            <xsl:when test="f:Authorisation = 'SIGNATURE'">Elektronický podpis alebo pečať</xsl:when>
            <xsl:otherwise>Bez podpisu</xsl:otherwise>
          </xsl:choose></dd>
          <xsl:if test="f:Reference">
            <dt>Označenie podania</dt>
            <dd><xsl:value-of select="f:Reference"/></dd>
          </xsl:if>
        </dl>
      </body>
    </html>
  </xsl:template>
</xsl:stylesheet>
