/** The properties of incidents, alerts and entities that a condition of an automation rule can look at, as published. */
export const conditionProperties: readonly string[] =
  `IncidentTitle IncidentDescription IncidentSeverity IncidentStatus IncidentRelatedAnalyticRuleIds
  IncidentTactics IncidentLabel IncidentProviderName IncidentUpdatedBySource IncidentCustomDetailsKey
  IncidentCustomDetailsValue AccountAadTenantId AccountAadUserId AccountName AccountNTDomain AccountPUID AccountSid
  AccountObjectGuid AccountUPNSuffix AlertProductNames AlertAnalyticRuleIds AzureResourceResourceId
  AzureResourceSubscriptionId CloudApplicationAppId CloudApplicationAppName DNSDomainName FileDirectory FileName
  FileHashValue HostAzureID HostName HostNetBiosName HostNTDomain HostOSVersion IoTDeviceId IoTDeviceName IoTDeviceType
  IoTDeviceVendor IoTDeviceModel IoTDeviceOperatingSystem IPAddress MailboxDisplayName MailboxPrimaryAddress MailboxUPN
  MailMessageDeliveryAction MailMessageDeliveryLocation MailMessageRecipient MailMessageSenderIP MailMessageSubject
  MailMessageP1Sender MailMessageP2Sender MalwareCategory MalwareName ProcessCommandLine ProcessId RegistryKey
  RegistryValueData Url`.split(/\s+/)

/** Other values that an automation rule can have, by property. */
export const automationValues = {
  operator: [
    'Equals',
    'NotEquals',
    'Contains',
    'NotContains',
    'StartsWith',
    'NotStartsWith',
    'EndsWith',
    'NotEndsWith',
  ],
  arrayType: ['CustomDetails', 'CustomDetailValues'],
  arrayConditionType: ['AnyItem', 'AllItems'],
  changedProperty: ['IncidentSeverity', 'IncidentStatus', 'IncidentOwner'],
  changeType: ['ChangedFrom', 'ChangedTo'],
  changedArray: ['Alerts', 'Labels', 'Tactics', 'Comments'],
  severity: ['High', 'Medium', 'Low', 'Informational'],
  status: ['New', 'Active', 'Closed'],
  classification: ['Undetermined', 'TruePositive', 'BenignPositive', 'FalsePositive'],
  classificationReason: ['SuspiciousActivity', 'SuspiciousButExpected', 'IncorrectAlertLogic', 'InaccurateData'],
  ownerType: ['Unknown', 'User', 'Group'],
  triggersOn: ['Incidents', 'Alerts'],
  triggersWhen: ['Created', 'Updated'],
} as const satisfies Readonly<Record<string, readonly string[]>>

/** How many of each the service takes. */
export const automationLimits = { order: 1000, name: 500, actions: 20, conditions: 50, nestedConditions: 10 } as const

/** The resource id of a playbook. */
export const playbookId: RegExp = /^\/subscriptions\/.+\/providers\/Microsoft\.(Logic\/workflows|Web\/sites)\/.+$/i
