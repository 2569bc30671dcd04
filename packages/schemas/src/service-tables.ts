import { standardColumns } from './load-tables.ts'
import type { Column, ColumnType, Table } from './table.ts'

/**
 * Custom tables that services of Microsoft fill, with the columns that their pages list. A workspace has one only once its
 * service has written to it, so no catalogue has them.
 */
const documented: Readonly<Record<string, string>> = {
  // learn.microsoft.com/azure/network-watcher/traffic-analytics-schema
  AzureNetworkAnalytics_CL:
    'AllowedInFlows_d AllowedOutFlows_d ApplicationGateway1_s ApplicationGateway2_s AzureRegion_s CompletedFlows_d ' +
    'ConnectingVNets_s ConnectionName_s ConnectionType_s Country_s DeniedInFlows_d DeniedOutFlows_d DestIP_s DestPort_d ' +
    'DestPublicIPs_s ExpressRouteCircuit1_s ExpressRouteCircuit2_s ExpressRouteCircuitPeeringType_s FASchemaVersion_s ' +
    'FlowCount_d FlowDirection_s FlowEndTime_t FlowIntervalEndTime_t FlowIntervalStartTime_t FlowStartTime_t ' +
    'FlowStatus_s FlowType_s InboundBytes_d InboundPackets_d IsFlowCapturedAtUDRHop_b L4Protocol_s L7Protocol_s ' +
    'LoadBalancer1_s LoadBalancer2_s LocalNetworkGateway1_s LocalNetworkGateway2_s MACAddress_s NIC1_s NIC2_s NIC_s ' +
    'NSGList_s NSGRule_s NSGRules_s NSGRuleType_s OutboundBytes_d OutboundPackets_d PublicIPs_s Region1_s Region2_s ' +
    'Region_s SrcIP_s SrcPublicIPs_s Subnet1_s Subnet2_s Subnet_s Subscription1_g Subscription2_g Subscription_g ' +
    'SubType_s TimeProcessed_t VM1_s VM2_s VM_s VMIP_s',
}

/** The types that the HTTP Data Collector API appends to the names of columns; it stores a GUID as a string. */
const endings = new Map<string, ColumnType>([
  ['_s', 'string'],
  ['_d', 'real'],
  ['_b', 'bool'],
  ['_g', 'string'],
  ['_t', 'datetime'],
])

/** The type that the name of a custom table's column ends with, if it ends with one. */
export const typeOfEnding = (name: string): ColumnType | undefined => endings.get(name.slice(-2))

const columnNamed = (name: string): readonly Column[] => {
  const type = name.length > 2 ? typeOfEnding(name) : undefined
  return type ? [{ name, type }] : []
}

/** The table that a service fills, also with those of the words that can be columns of earlier versions of its schema. */
export function serviceTable(name: string, words: Iterable<string>): Table | undefined {
  if (!Object.hasOwn(documented, name)) return undefined
  const names = new Set([...documented[name]!.split(' '), ...words])
  return { name, columns: [...standardColumns, ...[...names].flatMap(columnNamed)] }
}
