import { BpmnModdle } from 'bpmn-moddle'

let names: Set<string> | null = null

/** Whether BPMN 2.0.2 knows an element of this name (`bpmn:userTask`): a type or a property in bpmn-moddle's descriptors. */
export function isBpmnName(name: string): boolean {
  names ??= readNames()
  return names.has(name)
}

function readNames(): Set<string> {
  const known = new Set<string>()
  for (const [type, { properties = [] }] of Object.entries(new BpmnModdle().registry.typeMap)) {
    if (!type.startsWith('bpmn:')) continue
    known.add(`bpmn:${type.charAt(5).toLowerCase()}${type.slice(6)}`)
    for (const property of properties) known.add(property.name)
  }
  return known
}

/** Elements that say something to people or to other tools and nothing to the engine. */
export const SILENT_ELEMENTS: ReadonlySet<string> = new Set(
  [
    'documentation extensionElements incoming outgoing laneSet dataObject dataObjectReference dataStoreReference textAnnotation',
    'association group category property ioSpecification dataInputAssociation dataOutputAssociation ioBinding auditing monitoring',
    'supports correlationSubscription performer humanPerformer potentialOwner resourceRole rendering',
  ]
    .join(' ')
    .split(' ')
    .map((name) => `bpmn:${name}`),
)
