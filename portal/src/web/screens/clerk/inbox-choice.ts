import type { LampName } from '../../api/cases.ts'
import type { InboxChoice } from '../../api/worklist.ts'

/* What the inbox is narrowed to, as it stands in the address of the page, in the calls of the server and in saved filters. */

const WORDS = ['q', 'matter', 'step', 'due', 'organ', 'applicant', 'arrived', 'claimed', 'sort'] as const

export interface Option {
  value: string
  label: string
}

export const DUE_OPTIONS: Option[] = [
  { value: 'overdue', label: '已超期' },
  { value: 'today', label: '今天到期' },
  { value: '3', label: '3 个工作日内' },
  { value: '5', label: '5 个工作日内' },
  { value: '10', label: '10 个工作日内' },
]
export const ARRIVED_OPTIONS: Option[] = [
  { value: 'today', label: '今天到达' },
  { value: '3', label: '近 3 天' },
  { value: '7', label: '近 7 天' },
  { value: '30', label: '近 30 天' },
]
export const CLAIMED_OPTIONS: Option[] = [
  { value: 'mine', label: '我已签收' },
  { value: 'nobody', label: '待签收' },
]
export const APPLICANT_OPTIONS: Option[] = [
  { value: 'organisation', label: '法人及非法人组织' },
  { value: 'individual-business', label: '个体工商户' },
  { value: 'person', label: '自然人' },
]
export const SORT_OPTIONS: Option[] = [
  { value: 'due', label: '按剩余时间' },
  { value: 'arrival', label: '按到达时间' },
  { value: 'matter', label: '按事项' },
]
/** The lamps that an open case shows, from what needs a look first. */
export const INBOX_LAMPS: LampName[] = ['supervised', 'red', 'yellow', 'warning', 'suspended', 'normal']

/** The choice that an address holds; what it does not know is left out. */
export function choiceOf(params: URLSearchParams): InboxChoice {
  const choice: InboxChoice = {}
  for (const word of WORDS) {
    const value = params.get(word)
    if (value) choice[word] = value
  }
  const lamps = (params.get('lamp') ?? '').split(',').filter((lamp): lamp is LampName => INBOX_LAMPS.includes(lamp as LampName))
  if (lamps.length > 0) choice.lamps = lamps
  return choice
}

/** The same as parameters of an address, in one order, so that equal choices have equal addresses. */
export function paramsOf({ lamps, ...words }: InboxChoice): Record<string, string> {
  const chosen = WORDS.flatMap((word) => (words[word] && !(word === 'sort' && words[word] === 'due') ? [[word, words[word]] as const] : []))
  const lamp = INBOX_LAMPS.filter((one) => lamps?.includes(one)).join(',')
  return Object.fromEntries(lamp ? [...chosen, ['lamp', lamp] as const] : chosen)
}

export const sameChoice = (one: InboxChoice, other: InboxChoice): boolean =>
  JSON.stringify(paramsOf(one)) === JSON.stringify(paramsOf(other))

/** Whether anything is narrowed; the order alone narrows nothing. */
export const isNarrowed = (choice: InboxChoice): boolean => Object.keys(paramsOf({ ...choice, sort: undefined })).length > 0
