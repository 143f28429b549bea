import { compileExpression, evaluateCondition, type Expression } from '@lianban/engine'
import { fieldsOf } from '@lianban/forms'
import { elementName, formOf, type MatterDefinition } from '../../matters/matter-definition.ts'
import { readsOf } from './reads.ts'

/** What decides a pending branch, for people. */
export interface ConditionWords {
  /** The condition: `面积(平方米)大于 300`, `在“受理审查”环节选择“受理”`. */
  text: string
  /** What is not known yet: `申请表“面积(平方米)”`, `“受理审查”环节的办理结果`. */
  decidedBy: string[]
}

/** The form that everybody hands in is a variable of this name. */
const APPLICATION = 'application'
const NO_EXECUTION = { processInstanceId: '', processBusinessKey: null, currentActivityId: '' }

/** A condition in words; null condition: the way that is gone where no other holds. */
export function conditionWords(definition: MatterDefinition, condition: Expression | null): ConditionWords {
  if (condition === null) return { text: '其他情形', decidedBy: [] }
  const paths = readsOf(condition) ?? []
  const decidedBy = [...new Set(paths.map((path) => deciderOf(definition, path)))]
  return { text: chosenActions(definition, condition, paths) ?? plainText(definition, condition), decidedBy }
}

/** Where actions of steps decide it: which ones lead this way. */
function chosenActions({ matter, ...definition }: MatterDefinition, condition: Expression, paths: readonly string[]): string | null {
  const choices: string[] = []
  for (const [elementId, { actions }] of Object.entries(matter.tasks)) {
    const deciding = actions.filter(({ set }) => paths.length > 0 && paths.every((path) => Object.hasOwn(set, path)))
    const leading = deciding.filter(({ set }) => {
      try {
        return evaluateCondition(condition, { variables: set, functions: {}, now: 0, execution: NO_EXECUTION })
      } catch {
        return false
      }
    })
    if (leading.length === 0) continue
    choices.push(`在“${elementName({ matter, ...definition }, elementId)}”环节选择${leading.map(({ label }) => `“${label}”`).join('或')}`)
  }
  return choices.length > 0 ? choices.join(',或') : null
}

/** What a value comes from. */
function deciderOf(definition: MatterDefinition, path: string): string {
  const { matter } = definition
  const [name] = path.split('.') as [string]
  if (name === APPLICATION) return `申请表“${fieldLabel(definition, path)}”`
  for (const [elementId, { actions, variables = [], form }] of Object.entries(matter.tasks)) {
    const step = `“${elementName(definition, elementId)}”环节`
    if (actions.some(({ set }) => Object.hasOwn(set, name))) return `${step}的办理结果`
    if (variables.includes(name)) return `${step}填写的“${(form && labelIn(definition, form, name)) ?? name}”`
  }
  return `“${name}”`
}

function fieldLabel(definition: MatterDefinition, path: string): string {
  const [name, ...members] = path.split('.') as [string, ...string[]]
  if (name !== APPLICATION) return name
  return labelIn(definition, definition.matter.applicationForm, members.join('.')) ?? labelIn(definition, definition.matter.applicationForm, members[0] ?? '') ?? path
}

function labelIn(definition: MatterDefinition, form: string, path: string): string | null {
  const fields = fieldsOf(formOf(definition, form))
  const inner = fields.flatMap((field) => ('columns' in field ? (field.columns as typeof fields) : []))
  return [...fields, ...inner].find((field) => field.path === path)?.label ?? null
}

const OPERATORS: readonly [RegExp, string][] = [
  [/\s*(?:!=)\s*/g, '不是'],
  [/\s*(?:<=|\ble\b)\s*/g, '不超过'],
  [/\s*(?:>=|\bge\b)\s*/g, '不少于'],
  [/\s*(?:==|\beq\b)\s*/g, '为'],
  [/\s*(?:<|\blt\b)\s*/g, '少于'],
  [/\s*(?:>|\bgt\b)\s*/g, '超过'],
  [/\s*=\s*/g, '为'],
  [/\s*(?:&&|\band\b)\s*/g, ',且'],
  [/\s*(?:\|\||\bor\b)\s*/g, ',或'],
]
const VALUES: readonly [RegExp, string][] = [
  [/\btrue\b/g, '是'],
  [/\bfalse\b/g, '否'],
  [/\bnull\b/g, '空'],
]
const SUMMING: Record<string, string> = { sum: '合计', count: '行数', max: '最大值', min: '最小值', mean: '平均值' }
const NOT_PLAIN = /\b(?:if|for|some|every|function|instance)\b|\?/

/** A comparison as a sentence; one that is none is told by what decides it. */
function plainText(definition: MatterDefinition, condition: Expression): string {
  if (condition.kind === 'literal' || condition.kind === 'script') return '由流程另行判定'
  const source = condition.kind === 'juel' ? condition.source.replace(/^[$#]\{([\s\S]*)\}$/, '$1') : condition.source
  const paths = [...(readsOf(condition) ?? [])].sort((a, b) => b.length - a.length)
  const labels = paths.map((path) => fieldLabel(definition, path))
  if (NOT_PLAIN.test(source)) return `按${labels.map((label) => `“${label}”`).join('、')}判定`
  // Texts and names first become marks, so that no operator inside of them is read.
  const kept: string[] = []
  const keep = (text: string) => `\u0001${kept.push(text) - 1}\u0002`
  let text = source.replace(/"([^"]*)"|'([^']*)'/g, (_, double?: string, single?: string) => keep(`“${double ?? single ?? ''}”`))
  paths.forEach((path, index) => {
    const name = path.replaceAll('.', '\\s*\\.\\s*')
    text = text.replace(new RegExp(`(?<![\\w.\\u0001])${name}(?![\\w.(])`, 'gu'), () => keep(`“${labels[index]}”`))
  })
  text = text.replace(/\b(sum|count|max|min|mean)\s*\(\s*(\u0001\d+\u0002)\s*\)/g, (_, name: string, of: string) => `${of}${SUMMING[name]}`)
  for (const [sign, word] of [...OPERATORS, ...VALUES]) text = text.replace(sign, word)
  return text.replace(/\u0001(\d+)\u0002/g, (_, index: string) => kept[Number(index)]!).trim()
}

/** For tests and for models that are no matter: a condition as it is written. */
export const wordsOfSource = (definition: MatterDefinition, source: string): ConditionWords =>
  conditionWords(definition, compileExpression(source, 'feel'))
