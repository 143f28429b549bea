import { compileTemplate } from '../documents/template.ts'
import { caseStatusText } from '../cases/licences/acts.ts'
import { elementName } from '../matters/matter-definition.ts'
import type { TryOutCommand } from './commands.ts'
import { partIn } from './parts.ts'
import type { SavedCase } from './saved-case.ts'
import type { Setup } from './setup.ts'
import type { TryOutState } from './state.ts'
import { takersOf } from './tasks.ts'
import { variablesIn } from './variables.ts'

/* Where a saved case departs from what was expected of it, in words for whoever reads them without the model at hand. */

export interface Departure {
  message: string
  /** Index of the command at which it departs; null: at the end. */
  at: number | null
}

const VERBS: Record<TryOutCommand['type'], string> = {
  submit: '提交申请',
  act: '办理',
  'send-back': '退回',
  transfer: '转办',
  delegate: '委派',
  resolve: '交回',
  'add-sign': '加签',
  'remove-sign': '减签',
  sign: '签署加签意见',
  recall: '撤回',
  withdraw: '撤回申请',
  void: '作废',
  hold: '挂起',
  unhold: '解除挂起',
  jump: '跳转',
  supplement: '补正',
  settle: '容缺补交',
  'waive-debt': '批准免交',
  'request-extension': '申请延期',
  'request-hearing': '要求听证',
  'make-statement': '陈述申辩',
  'end-suspension': '特别程序结束',
  message: '收到消息',
  external: '其他系统办结',
  advance: '时间前进',
}

/** One step of a case: `第 3 步“审核:同意”`. */
export function stepWords(setup: Setup, command: TryOutCommand, index: number): string {
  const own = ('part' in command && command.part !== undefined && setup.parts?.[command.part]) || setup
  const verb =
    command.type === 'act'
      ? (own.matter.matter.tasks[command.elementId]?.actions.find(({ key }) => key === command.action)?.label ?? VERBS.act)
      : VERBS[command.type]
  const where = 'elementId' in command ? `${elementName(own.matter, command.elementId)}:` : ''
  return `第 ${index + 1} 步“${where}${verb}”`
}

/** Why a step cannot be done any more: who should do what, and how it is now. */
export function refusedStep(
  setup: Setup,
  state: TryOutState,
  command: TryOutCommand,
  index: number,
  error: Error & { code?: unknown },
): string {
  const step = stepWords(setup, command, index)
  const found =
    'part' in command && command.part !== undefined && state.children[command.part] ? partIn(setup, state, command.part) : { setup, state }
  if (error.code === 'TASK_NOT_OPEN' && 'elementId' in command) {
    const open = Object.values(found.state.tasks).map(({ task }) => `“${task.name}”`)
    const now = open.length > 0 ? `现在办理中的是${[...new Set(open)].join('、')}` : '现在没有办理中的环节'
    return `${step}应由“${elementName(found.setup.matter, command.elementId)}”办理,${now}`
  }
  if (error.code === 'NOT_YOURS' && 'elementId' in command && 'as' in command) {
    const now = Object.entries(found.state.tasks).flatMap(([id, open]) =>
      open.elementId === command.elementId
        ? takersOf(found, id, open).flatMap(({ person, refusal }) => (refusal === null ? person.name : []))
        : [],
    )
    const who = found.setup.people.find(command.as)?.name ?? command.as
    return `${step}应由${who}办理,现为${now.length > 0 ? [...new Set(now)].join('、') : '没有人能办理'}。${error.message}`
  }
  return `${step}不能进行:${withPlaces(error)}`
}

function withPlaces(error: Error): string {
  const { problems = [] } = ((error as { details?: unknown }).details ?? {}) as { problems?: { path: string; message: string }[] }
  return problems.length === 0 ? error.message : `${error.message}(${problems.map(({ path, message }) => `${path}:${message}`).join(';')})`
}

type Expected = Omit<SavedCase['expect'], 'variables' | 'parts'>

/** @param ends how long the path was after each command, of the case itself and of each matter of a joint case */
export function departureOf(
  setup: Setup,
  { commands, expect }: SavedCase,
  state: TryOutState,
  ends: readonly Readonly<Record<string, number>>[],
): Departure | null {
  const own = outcomeDeparture({ setup, state, expect, commands, ends: ends.map((one) => one['']!) }, setup)
  if (own) return own
  for (const [part, expected] of Object.entries(expect.parts ?? {})) {
    const name = setup.parts?.[part]?.matter.matter.name ?? part
    if (!state.children[part]) return { message: `“${name}”应当开始办理,现在没有开始`, at: null }
    const found = partIn(setup, state, part)
    const differs = outcomeDeparture({ ...found, expect: expected, commands, ends: ends.map((one) => one[part] ?? 0) }, setup)
    if (differs) return { ...differs, message: `“${name}”:${differs.message}` }
  }
  const variables = variablesIn(state)
  const wrong = Object.entries(expect.variables).find(([name, value]) => JSON.stringify(variables[name]) !== JSON.stringify(value))
  if (!wrong) return null
  const [name, value] = wrong
  return { message: `变量 ${name} 应为 ${JSON.stringify(value)},现为 ${JSON.stringify(variables[name]) ?? '没有'}`, at: null }
}

interface Seen {
  setup: Setup
  state: TryOutState
  expect: Expected
  commands: readonly TryOutCommand[]
  ends: readonly number[]
}

function outcomeDeparture({ setup, state, expect, commands, ends }: Seen, whole: Setup): Departure | null {
  const path = state.path.map(({ elementId }) => elementId)
  const differs = Array.from({ length: Math.max(path.length, expect.path.length) }, (_, i) => i).find((i) => path[i] !== expect.path[i])
  if (differs !== undefined) {
    const nameAt = (ids: readonly string[]) => (ids[differs] === undefined ? '到此为止' : `“${elementName(setup.matter, ids[differs]!)}”`)
    const found = ends.findIndex((end) => end > differs)
    // A way that ends too early departs after the last step that it took.
    const at = found < 0 ? null : found
    const after = stepWords(whole, commands[at ?? commands.length - 1]!, at ?? commands.length - 1)
    return { message: `${after}之后应为${nameAt(expect.path)},现为${nameAt(path)}`, at }
  }
  const status = state.file?.status ?? ''
  const { matter } = setup.matter
  if (status !== expect.status)
    return { message: `办理结果应为“${caseStatusText(expect.status, matter)}”,现为“${caseStatusText(status, matter)}”`, at: null }
  const documents = state.documents.map(({ template }) => template)
  if (documents.join() === expect.documents.join()) return null
  const names = (keys: readonly string[]) => keys.map((key) => `“${documentName(setup, state, key)}”`).join('、') || '无'
  return { message: `出具的文书应为${names(expect.documents)},现为${names(documents)}`, at: null }
}

/** As it was made, or as its template is called. */
function documentName({ templates }: Setup, { documents }: TryOutState, key: string): string {
  const made = documents.find(({ template }) => template === key)
  if (made) return made.name
  const source = templates[key]
  return (source !== undefined && compileTemplate(key, source).head.title) || key
}
