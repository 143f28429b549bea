/* The parts of these packages that the comparison uses; they have no types of their own. */

declare module 'bpmn-moddle' {
  export interface ModdleElement {
    $type: string
    id?: string
    name?: string
    body?: string
    sourceRef?: ModdleElement
    targetRef?: ModdleElement
    rootElements?: ModdleElement[]
    flowElements?: ModdleElement[]
    $descriptor: { propertiesByName: Record<string, { isReference?: boolean } | undefined> }
  }

  export class BpmnModdle {
    constructor(packages?: Record<string, unknown>)
    fromXML(xml: string): Promise<{ rootElement: ModdleElement }>
  }
}

declare module 'bpmn-js-differ' {
  import type { ModdleElement } from 'bpmn-moddle'

  export function diff(
    before: ModdleElement,
    after: ModdleElement,
  ): {
    _added: Record<string, ModdleElement>
    _removed: Record<string, ModdleElement>
    _layoutChanged: Record<string, ModdleElement>
  }
}
