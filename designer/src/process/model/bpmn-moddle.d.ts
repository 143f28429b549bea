declare module 'bpmn-moddle' {
  import type { Moddle } from './moddle.ts'
  export class BpmnModdle {
    constructor(packages?: Record<string, unknown>)
    fromXML(xml: string): Promise<{ rootElement: Moddle; warnings: import('./moddle.ts').ImportWarning[] }>
    toXML(element: Moddle, options?: { format?: boolean }): Promise<{ xml: string }>
    create(type: string, attributes?: Record<string, unknown>): Moddle
  }
}
declare module 'bpmn-auto-layout' {
  export function layoutProcess(xml: string): Promise<string>
}
