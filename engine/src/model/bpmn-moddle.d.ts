declare module 'bpmn-moddle' {
  export class BpmnModdle {
    registry: { typeMap: Record<string, { name: string; properties?: { name: string }[] }> }
  }
}
