<?xml version="1.0" encoding="UTF-8"?>
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:f="http://schemas.gov.sk/form/42156424.IAM_Zrusenie_poskytovatela_sluzieb.sk/9.0" exclude-result-prefixes="f">
  <xsl:output method="text" encoding="UTF-8"/>

  <xsl:template match="/f:ServiceProviderTermination">
    <xsl:text>Žiadosť o zrušenie poskytovateľa služieb v module IAM&#10;&#10;</xsl:text>
    <xsl:text>Typ subjektu: </xsl:text>
    <xsl:choose>
      <xsl:when test="f:ServiceProviderOwner/f:IdentityType = 'OVM'">Orgán verejnej moci</xsl:when>
      <xsl:otherwise>Právnická osoba/Fyzická osoba - podnikateľ</xsl:otherwise>
    </xsl:choose>
    <xsl:text>&#10;</xsl:text>
    <xsl:if test="f:ServiceProviderOwner/f:OwnerPoOvm/f:ICO">
      <xsl:text>IČO: </xsl:text>
      <xsl:value-of select="f:ServiceProviderOwner/f:OwnerPoOvm/f:ICO"/>
      <xsl:text>&#10;</xsl:text>
    </xsl:if>
    <xsl:if test="f:ServiceProviderOwner/f:OwnerPoOvm/f:Suffix">
      <xsl:text>Suffix: </xsl:text>
      <xsl:value-of select="f:ServiceProviderOwner/f:OwnerPoOvm/f:Suffix"/>
      <xsl:text>&#10;</xsl:text>
    </xsl:if>
    <xsl:if test="f:ContactPerson/f:ContactName">
      <xsl:text>Meno a priezvisko: </xsl:text>
      <xsl:value-of select="f:ContactPerson/f:ContactName"/>
      <xsl:text>&#10;</xsl:text>
    </xsl:if>
    <xsl:if test="f:ContactPerson/f:Email">
      <xsl:text>E-mail: </xsl:text>
      <xsl:value-of select="f:ContactPerson/f:Email"/>
      <xsl:text>&#10;</xsl:text>
    </xsl:if>
    <xsl:if test="f:ContactPerson/f:Phone">
      <xsl:text>Telefón: </xsl:text>
      <xsl:value-of select="f:ContactPerson/f:Phone"/>
      <xsl:text>&#10;</xsl:text>
    </xsl:if>
    <xsl:if test="f:ServiceProviderData/f:EntityID">
      <xsl:text>Identifikátor poskytovateľa služieb: </xsl:text>
      <xsl:value-of select="f:ServiceProviderData/f:EntityID"/>
      <xsl:text>&#10;</xsl:text>
    </xsl:if>
    <xsl:if test="f:ServiceProviderData/f:DateFrom">
      <xsl:text>Zrušiť poskytovateľa služby k dátumu: </xsl:text>
      <xsl:value-of select="concat(substring(f:ServiceProviderData/f:DateFrom, 9, 2), '.', substring(f:ServiceProviderData/f:DateFrom, 6, 2), '.', substring(f:ServiceProviderData/f:DateFrom, 1, 4))"/>
      <xsl:text>&#10;</xsl:text>
    </xsl:if>
    <xsl:for-each select="f:Attachments/f:Attachment">
      <xsl:text>Príloha: </xsl:text>
      <xsl:value-of select="concat(f:Name, ' (', f:ContentType, ', ', f:Size, ' B, SHA-256 ', f:DigestSHA256, ')')"/>
      <xsl:text>&#10;</xsl:text>
    </xsl:for-each>
    <xsl:text>Splnomocnenie: </xsl:text>
    <xsl:choose>
      <xsl:when test="f:Attachments/f:PowerOfAttorney = 'ELECTRONIC'">priložené, podpísané elektronicky</xsl:when>
      <xsl:when test="f:Attachments/f:PowerOfAttorney = 'CONVERTED'">priložené, zaručene konvertované</xsl:when>
      <xsl:when test="f:Attachments/f:PowerOfAttorney = 'PAPER'">doručí sa listinne</xsl:when>
      <xsl:otherwise>netreba</xsl:otherwise>
    </xsl:choose>
    <xsl:text>&#10;</xsl:text>
    <xsl:if test="f:Note">
      <xsl:text>Poznámka: </xsl:text>
      <xsl:value-of select="f:Note"/>
      <xsl:text>&#10;</xsl:text>
    </xsl:if>
    <xsl:text>Autorizácia: </xsl:text>
    <xsl:choose>
      <xsl:when test="f:Authorisation = 'PAPER'">Listinne s úradne overeným podpisom</xsl:when>
      <xsl:when test="f:Authorisation = 'SIGNATURE'">Elektronický podpis alebo pečať</xsl:when>
      <xsl:otherwise>Bez podpisu</xsl:otherwise>
    </xsl:choose>
    <xsl:text>&#10;</xsl:text>
    <xsl:if test="f:Reference">
      <xsl:text>Označenie podania: </xsl:text>
      <xsl:value-of select="f:Reference"/>
      <xsl:text>&#10;</xsl:text>
    </xsl:if>
  </xsl:template>
</xsl:stylesheet>
