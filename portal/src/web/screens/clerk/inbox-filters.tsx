import { Button, Select } from 'antd'
import type { ReactNode } from 'react'
import type { LampName } from '../../api/cases.ts'
import type { Counted, InboxChoice, InboxCounts } from '../../api/worklist.ts'
import { Lamp } from '../../components/lamp.tsx'
import {
  APPLICANT_OPTIONS,
  ARRIVED_OPTIONS,
  CLAIMED_OPTIONS,
  DUE_OPTIONS,
  INBOX_LAMPS,
  isNarrowed,
  SORT_OPTIONS,
  type Option,
} from './inbox-choice.ts'
import './inbox.css'

interface Props {
  choice: InboxChoice
  counts: InboxCounts | null
  onChange: (choice: InboxChoice) => void
  /** Behind the filters, while something is chosen. */
  extra: ReactNode
}

/** The filters of the inbox in one line: lamps with their counts, then one list for each of the others. */
export function InboxFilters({ choice, counts, onChange, extra }: Props) {
  const set = (change: InboxChoice) => onChange({ ...choice, ...change })
  const list = (key: keyof InboxChoice & string, label: string, options: Option[]) => (
    <Select
      id={`filter-${key}`}
      className={choice[key] ? 'inbox-filter chosen' : 'inbox-filter'}
      popupMatchSelectWidth={false}
      allowClear
      showSearch={options.length > 8}
      optionFilterProp="label"
      placeholder={label}
      aria-label={label}
      value={(choice[key] as string | undefined) ?? null}
      options={options}
      onChange={(value: string | undefined) => {
        set({ [key]: value })
        // The keys are the list's again.
        if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
      }}
    />
  )
  return (
    <div className="inbox-filters" role="group" aria-label="筛选">
      <LampCounts chosen={choice.lamps ?? []} counts={counts} onChange={(lamps) => set({ lamps })} />
      {list('step', '环节', counted(counts?.steps, choice.step))}
      {list('matter', '事项', counted(counts?.matters, choice.matter))}
      {list('due', '期限', DUE_OPTIONS)}
      {list('claimed', '签收', CLAIMED_OPTIONS)}
      {list('arrived', '到达', ARRIVED_OPTIONS)}
      {list('applicant', '申请人类型', APPLICANT_OPTIONS)}
      {((counts?.organs.length ?? 0) > 1 || choice.organ) && list('organ', '单位', counted(counts?.organs, choice.organ))}
      {isNarrowed(choice) && (
        <Button type="link" size="small" onClick={() => onChange({ sort: choice.sort })} data-testid="clear-filters">
          清除
        </Button>
      )}
      {extra}
      <span className="grow" />
      <Select
        className="inbox-sort"
        popupMatchSelectWidth={false}
        variant="borderless"
        aria-label="排序"
        value={choice.sort ?? 'due'}
        options={SORT_OPTIONS}
        onChange={(sort) => set({ sort })}
        data-testid="inbox-sort"
      />
    </div>
  )
}

function LampCounts({
  chosen,
  counts,
  onChange,
}: {
  chosen: LampName[]
  counts: InboxCounts | null
  onChange: (lamps: LampName[]) => void
}) {
  const shown = INBOX_LAMPS.filter((lamp) => counts?.lamps[lamp] || chosen.includes(lamp))
  const toggle = (lamp: LampName) => onChange(chosen.includes(lamp) ? chosen.filter((one) => one !== lamp) : [...chosen, lamp])
  return shown.map((lamp) => (
    <button
      key={lamp}
      type="button"
      className="lamp-count"
      aria-pressed={chosen.includes(lamp)}
      onClick={() => toggle(lamp)}
      data-testid={`filter-lamp-${lamp}`}
    >
      <Lamp lamp={lamp} /> {counts?.lamps[lamp] ?? 0}
    </button>
  ))
}

/** What there is, with how many of each; what is chosen stays to be seen when nothing of it is left. */
function counted(found: Counted[] = [], chosen: string | undefined): Option[] {
  const options = found.map(({ key, name, count }) => ({ value: key, label: `${name} ${count}` }))
  return chosen === undefined || found.some(({ key }) => key === chosen) ? options : [...options, { value: chosen, label: `${chosen} 0` }]
}
