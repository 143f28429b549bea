import type { DelegableMatter, Delegation, Rule, Vocabulary } from '../../api/rights.ts'

/** Words of the rules by their ids; an id without a word stands for itself. */
export interface Words {
  role(id: string): string
  type(id: string): string
  actions(type: string, actions: string): string
  scope(id: string): string
  condition(id: string): string
}

export const COMPLETE = 'complete:'
export const FEN_PER_YUAN = 100

export function wordsOf(vocabulary: Vocabulary): Words {
  const find = (list: { id: string; label: string }[]) => (id: string) => list.find((one) => one.id === id)?.label ?? id
  const type = find(vocabulary.types)
  const action = (typeId: string, name: string): string => {
    if (name === '*') return '全部操作'
    if (name === `${COMPLETE}*`) return '办理各环节'
    if (name.startsWith(COMPLETE)) return `办理${stepOf(vocabulary, name)}`
    const own = vocabulary.types.find(({ id }) => id === typeId)?.actions ?? []
    const anywhere = vocabulary.types.flatMap(({ actions }) => actions)
    return [...own, ...anywhere].find(({ id }) => id === name)?.label ?? name
  }
  return {
    role: find(vocabulary.roles),
    type,
    actions: (typeId, actions) =>
      actions
        .split('|')
        .map((name) => action(typeId, name))
        .join('、'),
    scope: find(vocabulary.scopes),
    condition: find(vocabulary.conditions),
  }
}

/** The step that an action completes, in words; the element's id where no matter in force has it. */
export function stepOf({ steps }: Vocabulary, action: string): string {
  const elementId = action.slice(COMPLETE.length)
  return steps.find((step) => step.elementId === elementId)?.label ?? elementId
}

/** A rule as a sentence: `批准人 可以 办理决定(食品经营许可) 任务(分派给本人或本岗位的)`. */
export function sentenceOf(rule: Rule, words: Words): string {
  const verb = rule.effect === 'deny' ? '不得' : '可以'
  const condition = rule.condition === 'always' ? '' : `,条件:${words.condition(rule.condition)}`
  return `${words.role(rule.role)} ${verb} ${words.actions(rule.type, rule.actions)} ${words.type(rule.type)}(${words.scope(rule.scope)}${condition})`
}

/** The steps of matters by element, each with its name; where matters differ, with the matters that have it. */
export function stepsOf(
  matters: DelegableMatter[],
  keep: (step: DelegableMatter['steps'][number]) => boolean = () => true,
): Map<string, string> {
  const found = new Map<string, { name: string; matters: string[] }>()
  for (const matter of matters)
    for (const { elementId, name } of matter.steps.filter(keep)) {
      const known = found.get(elementId) ?? { name, matters: [] }
      found.set(elementId, { ...known, matters: [...known.matters, matter.name] })
    }
  const label = ({ name, matters: named }: { name: string; matters: string[] }) =>
    matters.length > 1 && named.length < matters.length ? `${name}(${named.join('、')})` : name
  return new Map([...found].map(([elementId, step]) => [elementId, label(step)]))
}

/** What a delegation reaches: `食品经营许可:决定;金额不超过 50000 元`. */
export function delegationScope(
  { matters, actions, amountLimitFen }: Pick<Delegation, 'matters' | 'actions' | 'amountLimitFen'>,
  known: DelegableMatter[],
): string {
  const steps = stepsOf(known.filter(({ key }) => matters === null || matters.includes(key)))
  const what = matters === null ? '全部事项' : matters.map((key) => known.find((one) => one.key === key)?.name ?? key).join('、')
  const which =
    actions === null
      ? ''
      : `:${actions
          .split('|')
          .map((action) => stepText(action, steps))
          .join('、')}`
  return `${what}${which}${amountLimitFen === null ? '' : `;金额不超过 ${amountLimitFen / FEN_PER_YUAN} 元`}`
}

const stepText = (action: string, steps: Map<string, string>): string => {
  const elementId = action.slice(COMPLETE.length)
  return elementId === '*' ? '全部环节' : (steps.get(elementId) ?? elementId)
}
