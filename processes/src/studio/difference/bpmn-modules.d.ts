/* The parts of these packages that the comparison uses; they have no types of their own. */

declare module 'bpmn-moddle' {
  export interface ModdleElement {
    $type: string
    id?: string
    name?: string
    body?: string
    sourceRef?: ModdleElement
    targetRef?: ModdleElement
  }

  export class BpmnModdle {
    constructor(packages?: Record<string, unknown>)
    fromXML(xml: string): Promise<{ rootElement: ModdleElement }>
  }
}

declare module 'bpmn-js-differ' {
  import type { ModdleElement } from 'bpmn-moddle'

  interface Changed {
    model: ModdleElement
    attrs: Record<string, { oldValue: unknown; newValue: unknown }>
  }

  export function diff(
    before: ModdleElement,
    after: ModdleElement,
  ): {
    _added: Record<string, ModdleElement>
    _removed: Record<string, ModdleElement>
    _changed: Record<string, Changed>
    _layoutChanged: Record<string, ModdleElement>
  }
}
