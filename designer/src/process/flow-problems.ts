import { checkCover, variablesOf } from './condition/cover.ts'
import { parseCondition } from './condition/parse-condition.ts'
import type { KnownField, MatterLike, Problem } from './draft.ts'
import { isA, titleOf, type Moddle } from './model/moddle.ts'

export const conditionOf = (flow: Moddle): string | null =>
  flow.get<Moddle | undefined>('conditionExpression')?.get<string | undefined>('body')?.trim() || null

/** Flows out of a gateway in the order in which they are judged, without the default. */
export function judgedFlows(gateway: Moddle, elements: ReadonlyMap<string, Moddle>): Moddle[] {
  return [...elements.values()].filter(
    (flow) => isA(flow, 'bpmn:SequenceFlow') && flow.get('sourceRef') === gateway && flow !== gateway.get('default'),
  )
}

/** Ways that a gateway's conditions leave open or open twice, and conditions that are missing. */
export function flowProblems(
  elements: ReadonlyMap<string, Moddle>,
  fields: readonly KnownField[],
  tasks: MatterLike['tasks'] = {},
): Problem[] {
  return [...elements.values()].flatMap((gateway) => {
    if (!isA(gateway, 'bpmn:ExclusiveGateway', 'bpmn:InclusiveGateway')) return []
    const flows = judgedFlows(gateway, elements)
    if (flows.length + (gateway.get('default') ? 1 : 0) < 2) return []
    const place = `「${gateway.name || `${beforeWords(gateway, elements)}之后的${titleOf(gateway)}`}」`
    const missing = flows.filter((flow) => conditionOf(flow) === null)
    // Of several that may be taken together, one without a condition is always taken.
    if (missing.length > 0 && isA(gateway, 'bpmn:InclusiveGateway')) return []
    if (missing.length > 0) {
      const names = missing.map((flow) => flow.name || `去往${titleOf(flow.get<Moddle>('targetRef'))}`).join('、')
      return [
        {
          place,
          code: 'FLOW_WITHOUT_CONDITION',
          message: `「${names}」没有条件,也不是默认去向`,
          level: 'warning' as const,
          elementId: missing[0]!.id,
        },
      ]
    }
    const conditions = flows.map((flow) => parseCondition(conditionOf(flow)!))
    const [variable] = conditions.flatMap((condition) => (condition ? variablesOf(condition) : []))
    return checkCover(conditions, {
      field: fieldAt(gateway, variable, { elements, fields, tasks }),
      isExclusive: isA(gateway, 'bpmn:ExclusiveGateway'),
      hasDefault: Boolean(gateway.get('default')),
    }).map(({ kind, text }) => ({
      place,
      code: kind === 'gap' ? 'FLOW_GAP' : 'FLOW_OVERLAP',
      message: text,
      level: 'warning' as const,
      elementId: gateway.id,
    }))
  })
}

/** A variable that buttons set has here the values that those of the step before the gateway give it; elsewhere nobody knows. */
function fieldAt(
  gateway: Moddle,
  variable: string | undefined,
  {
    elements,
    fields,
    tasks,
  }: { elements: ReadonlyMap<string, Moddle>; fields: readonly KnownField[]; tasks: NonNullable<MatterLike['tasks']> },
): KnownField | undefined {
  const field = fields.find(({ path }) => path === variable)
  const isSet = Object.values(tasks).some(({ actions }) => actions.some(({ set }) => variable !== undefined && variable in set))
  if (!field || !isSet) return field
  const into = [...elements.values()].filter((flow) => isA(flow, 'bpmn:SequenceFlow') && flow.get('targetRef') === gateway)
  const before = into.length === 1 ? tasks[into[0]!.get<Moddle>('sourceRef').id] : undefined
  const values = before?.actions.map(({ set }) => set[variable!]) ?? []
  const given = field.options?.filter(({ value }) => values.includes(value)) ?? []
  return { ...field, options: before && given.length > 0 && values.every((value) => value !== undefined) ? given : undefined }
}

function beforeWords(gateway: Moddle, elements: ReadonlyMap<string, Moddle>): string {
  const flow = [...elements.values()].find((one) => isA(one, 'bpmn:SequenceFlow') && one.get('targetRef') === gateway)
  return flow ? titleOf(flow.get<Moddle>('sourceRef')) : '开始'
}

/** Variables that buttons set, as fields of conditions: each with the labels of the buttons as its values. */
export function variablesOfMatter(
  tasks: Record<string, { actions: { label: string; set: Record<string, unknown> }[] }> | undefined,
  names: (id: string) => string,
): KnownField[] {
  const found = new Map<string, KnownField>()
  for (const [id, { actions }] of Object.entries(tasks ?? {}))
    for (const { label, set } of actions)
      for (const [path, value] of Object.entries(set)) {
        const field = found.get(path) ?? {
          path,
          title: `${names(id)}结论`,
          type: typeof value === 'boolean' ? 'boolean' : typeof value === 'number' ? 'number' : 'string',
          options: [],
        }
        found.set(path, field)
        if (typeof value === 'string' && !field.options!.some((option) => option.value === value)) field.options!.push({ value, label })
      }
  return [...found.values()].map((field) => (field.options!.length > 0 ? field : { ...field, options: undefined }))
}
