import { evaluateCondition, type Expression } from '@lianban/engine'
import { labelOf } from '@lianban/forms'
import { elementName, formOf, type MatterDefinition } from '../../matters/matter-definition.ts'
import { readsOf } from './reads.ts'

/** What decides a pending branch, for people. */
export interface ConditionWords {
  /** The condition: `“面积(平方米)”超过300`, `在“受理审查”环节选择“受理”`. */
  text: string
  /** What is not known yet: `申请表“面积(平方米)”`, `“受理审查”环节的办理结果`. */
  decidedBy: string[]
  /** It is told by the actions of a step, which say themselves where it is decided. */
  byAction: boolean
}

/** The form that everybody hands in is a variable of this name. */
export const APPLICATION = 'application'
/**
 * A condition in words; null condition: the way that is gone where no other holds.
 * @param drawn names of the flow and of what it leaves: they tell of variables that neither a form nor an action sets
 */
export function conditionWords(
  definition: MatterDefinition,
  condition: Expression | null,
  drawn: { flow: string | null; source: string | null } = { flow: null, source: null },
): ConditionWords {
  if (condition === null) return { text: '其他情形', decidedBy: [], byAction: false }
  const paths = readsOf(condition) ?? []
  const deciders = paths.map((path) => deciderOf(definition, path))
  if (drawn.flow !== null && deciders.includes(null)) return { text: drawn.flow, decidedBy: [drawn.source ?? drawn.flow], byAction: false }
  const decidedBy = [...new Set(deciders.map((decider, i) => decider ?? `“${paths[i]}”`))]
  const chosen = chosenActions(definition, condition, paths)
  return { text: chosen ?? plainText(definition, condition), decidedBy, byAction: chosen !== null }
}

/** Where actions of steps decide it: which ones lead this way. */
function chosenActions(definition: MatterDefinition, condition: Expression, paths: readonly string[]): string | null {
  const choices: string[] = []
  for (const [elementId, { actions }] of Object.entries(definition.matter.tasks)) {
    const deciding = actions.filter(({ set }) => paths.length > 0 && paths.every((path) => Object.hasOwn(set, path)))
    const leading = deciding.filter(({ set }) => holdsWith(condition, set))
    if (leading.length === 0) continue
    choices.push(`在“${elementName(definition, elementId)}”环节选择${leading.map(({ label }) => `“${label}”`).join('或')}`)
  }
  return choices.length > 0 ? choices.join(',或') : null
}

/** Whether some step's actions decide these conditions, and each of them leads one of the ways: then none is left out. */
export function actionsCover({ matter }: MatterDefinition, conditions: readonly Expression[]): boolean {
  const names = new Set(conditions.flatMap((condition) => readsOf(condition) ?? ['']))
  const deciding = Object.values(matter.tasks)
    .flatMap(({ actions }) => actions)
    .filter(({ set }) => Object.keys(set).some((name) => names.has(name)))
  return names.size === 1 && deciding.length > 0 && deciding.every(({ set }) => conditions.some((condition) => holdsWith(condition, set)))
}

/**
 * Whether no action of this matter leads where the condition stands: it looks at what was settled when the case began and at
 * one value that its actions alone decide, and none of theirs fits. A model that several matters share has such ways.
 */
export function noActionLeads({ matter }: MatterDefinition, condition: Expression, settled: Readonly<Record<string, unknown>>): boolean {
  const names = new Set((readsOf(condition) ?? ['']).map((path) => path.split('.')[0]!))
  const [open, ...more] = [...names].filter((name) => !Object.hasOwn(settled, name))
  if (open === undefined || more.length > 0) return false
  const tasks = Object.values(matter.tasks)
  if (open === APPLICATION || tasks.some(({ variables = [] }) => variables.includes(open))) return false
  const values = tasks.flatMap(({ actions }) => actions).flatMap(({ set }) => (Object.hasOwn(set, open) ? [set[open]] : []))
  return values.length > 0 && !values.some((value) => holdsWith(condition, { ...settled, [open]: value }))
}

function holdsWith(condition: Expression, variables: Record<string, unknown>): boolean {
  try {
    return evaluateCondition(condition, { variables, functions: {}, now: 0 })
  } catch {
    return false
  }
}

/** What a value comes from; null: neither from a form nor from an action. */
function deciderOf(definition: MatterDefinition, path: string): string | null {
  const [name] = path.split('.') as [string]
  if (name === APPLICATION) return `申请表“${fieldLabel(definition, path)}”`
  for (const [elementId, { actions, variables = [], form }] of Object.entries(definition.matter.tasks)) {
    const step = `“${elementName(definition, elementId)}”环节`
    if (actions.some(({ set }) => Object.hasOwn(set, name))) return `${step}的办理结果`
    if (variables.includes(name)) return `${step}填写的“${(form && labelIn(definition, form, name)) ?? name}”`
  }
  return null
}

function fieldLabel(definition: MatterDefinition, path: string): string {
  const [name, ...members] = path.split('.') as [string, ...string[]]
  if (name !== APPLICATION) return name
  const form = definition.matter.applicationForm
  return labelIn(definition, form, members.join('.')) ?? labelIn(definition, form, members[0] ?? '') ?? path
}

function labelIn(definition: MatterDefinition, form: string, path: string): string | null {
  return labelOf(formOf(definition, form), path) || null
}

const OPERATORS: readonly [RegExp, string][] = [
  [/\s*!=\s*/g, '不是'],
  [/\s*(?:<=|\ble\b)\s*/g, '不超过'],
  [/\s*(?:>=|\bge\b)\s*/g, '不少于'],
  [/\s*(?:==|\beq\b)\s*/g, '为'],
  [/\s*(?:<|\blt\b)\s*/g, '少于'],
  [/\s*(?:>|\bgt\b)\s*/g, '超过'],
  [/\s*=\s*/g, '为'],
  [/\s*(?:&&|\band\b)\s*/g, ',且'],
  [/\s*(?:\|\||\bor\b)\s*/g, ',或'],
  [/\btrue\b/g, '是'],
  [/\bfalse\b/g, '否'],
  [/\bnull\b/g, '空'],
]
const SUMMING: Record<string, string> = { sum: '合计', count: '的行数', max: '的最大值', min: '的最小值', mean: '的平均值' }
const NOT_PLAIN = /\b(?:if|for|some|every|function|instance|not)\b|\?/

/** A comparison as a sentence; one that is none is told by what decides it. */
function plainText(definition: MatterDefinition, condition: Expression): string {
  if (condition.kind === 'literal' || condition.kind === 'script') return '由流程另行判定'
  const source = condition.kind === 'juel' ? condition.source.replace(/^[$#]\{([\s\S]*)\}$/, '$1') : condition.source
  const paths = [...(readsOf(condition) ?? [])].sort((a, b) => b.length - a.length)
  const labels = paths.map((path) => fieldLabel(definition, path))
  if (NOT_PLAIN.test(source)) return `按${labels.map((label) => `“${label}”`).join('、')}判定`
  // Texts and names first become marks, so that no operator inside of them is read.
  const kept: string[] = []
  const keep = (text: string) => `⟦${kept.push(text) - 1}⟧`
  let text = source.replace(/"([^"]*)"|'([^']*)'/g, (_, double?: string, single?: string) => keep(`“${double ?? single ?? ''}”`))
  paths.forEach((path, index) => {
    const name = path.replaceAll('.', '\\s*\\.\\s*')
    text = text.replace(new RegExp(`(?<![\\p{L}\\p{N}_.⟦])${name}(?![\\p{L}\\p{N}_.(⟧])`, 'gu'), () => keep(`“${labels[index]}”`))
  })
  text = text.replace(/\b(sum|count|max|min|mean)\s*\(\s*(⟦\d+⟧)\s*\)/g, (_, name: string, of: string) => `${of}${SUMMING[name]}`)
  for (const [sign, word] of OPERATORS) text = text.replace(sign, word)
  return text.replace(/⟦(\d+)⟧/g, (_, index: string) => kept[Number(index)]!).trim()
}
