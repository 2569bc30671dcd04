import { anything, flag, instant, listOf, matching, object, oneKind, oneOf, type Shape, text, whole } from './shape.ts'

const texts = listOf(text())

/** The properties of incidents, alerts and entities that a condition can look at, as published. */
const conditionProperties =
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

const operator = oneOf(
  'Equals',
  'NotEquals',
  'Contains',
  'NotContains',
  'StartsWith',
  'NotStartsWith',
  'EndsWith',
  'NotEndsWith',
)

/** What only preview versions can look at. */
interface Extensions {
  readonly properties: readonly string[]
  readonly arrays: readonly string[]
}

function condition({ properties, arrays }: Extensions): Shape {
  const nested: Shape = (value, path) => shape(value, path)
  const shape = oneKind('conditionType', {
    Property: {
      'conditionProperties!': object({
        propertyName: oneOf(...conditionProperties, ...properties),
        operator,
        propertyValues: texts,
      }),
    },
    PropertyArray: {
      'conditionProperties!': object({
        arrayType: oneOf('CustomDetails', 'CustomDetailValues', ...arrays),
        arrayConditionType: oneOf('AnyItem', 'AllItems'),
        itemConditions: listOf(nested, 0, 10),
      }),
    },
    PropertyChanged: {
      'conditionProperties!': object({
        propertyName: oneOf('IncidentSeverity', 'IncidentStatus', 'IncidentOwner'),
        changeType: oneOf('ChangedFrom', 'ChangedTo'),
        operator,
        propertyValues: texts,
      }),
    },
    PropertyArrayChanged: {
      'conditionProperties!': object({
        arrayType: oneOf('Alerts', 'Labels', 'Tactics', 'Comments'),
        changeType: oneOf('Added'),
      }),
    },
    Boolean: {
      'conditionProperties!': object({ operator: oneOf('And', 'Or'), innerConditions: listOf(nested, 2, 10) }),
    },
  })
  return shape
}

const owner = object({
  email: text(),
  assignedTo: text(),
  objectId: text(),
  userPrincipalName: text(),
  ownerType: oneOf('Unknown', 'User', 'Group'),
})

const action = oneKind('actionType', {
  ModifyProperties: {
    'order!': whole(1, 1000),
    actionConfiguration: object({
      severity: oneOf('High', 'Medium', 'Low', 'Informational'),
      status: oneOf('New', 'Active', 'Closed'),
      classification: oneOf('Undetermined', 'TruePositive', 'BenignPositive', 'FalsePositive'),
      classificationReason: oneOf(
        'SuspiciousActivity',
        'SuspiciousButExpected',
        'IncorrectAlertLogic',
        'InaccurateData',
      ),
      classificationComment: text(),
      owner,
      labels: listOf(object({ 'labelName!': text(1), labelType: anything })),
    }),
  },
  RunPlaybook: {
    'order!': whole(1, 1000),
    actionConfiguration: object({
      'logicAppResourceId!': matching(
        /^\/subscriptions\/.+\/providers\/Microsoft\.(Logic\/workflows|Web\/sites)\/.+$/i,
      ),
      tenantId: text(),
    }),
  },
  AddIncidentTask: {
    'order!': whole(1, 1000),
    actionConfiguration: object({ 'title!': text(1), description: text() }),
  },
})

const properties = (extensions: Extensions): Shape =>
  object({
    'displayName!': text(1, 500),
    'order!': whole(1, 1000),
    'triggeringLogic!': object({
      'isEnabled!': flag,
      'triggersOn!': oneOf('Incidents', 'Alerts'),
      'triggersWhen!': oneOf('Created', 'Updated'),
      expirationTimeUtc: instant,
      conditions: listOf(condition(extensions), 0, 50),
    }),
    'actions!': listOf(action, 0, 20),
    // The published example of an update sends these back.
    lastModifiedTimeUtc: anything,
    createdTimeUtc: anything,
    lastModifiedBy: anything,
    createdBy: anything,
  })

/** The properties of an automation rule, with the limits and enumerations of the published description. */
export const automationRuleShape = properties({ properties: [], arrays: [] })

export const previewAutomationRuleShape = properties({
  properties: ['IncidentCustomDetectionRuleIds', 'IncidentAlertTitle'],
  arrays: ['IncidentLabels'],
})
