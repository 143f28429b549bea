import type { Rule, Vocabulary } from '../../api/rights.ts'

/** Words of the rules by their ids; an id without a word stands for itself. */
export interface Words {
  role(id: string): string
  type(id: string): string
  actions(type: string, actions: string): string
  scope(id: string): string
  condition(id: string): string
}

const COMPLETE = 'complete:'

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
    actions: (typeId, actions) => actions.split('|').map((name) => action(typeId, name)).join('、'),
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
