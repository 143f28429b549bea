/** The part of bpmn-moddle 10.3.1 that the comparison uses; the package has no types of its own. */
declare module 'bpmn-moddle' {
  /** What the serializer takes. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  export type Definitions = any

  export class BpmnModdle {
    fromXML(xml: string): Promise<Definitions>
  }
}
