import { ChoiceField, NumberField, TextField, type Choice, type MatterEditing } from './fields.tsx'

const LIMITS = [
  { key: 'intake', label: '受理期限', help: '收到申请后多久内决定是否受理' },
  { key: 'promised', label: '承诺期限', help: '受理后承诺多久办结,不得长于法定期限' },
  { key: 'statutory', label: '法定期限', help: '法律、法规规定的期限' },
  { key: 'delivery', label: '送达期限', help: '作出决定后多久内送达' },
  { key: 'supplement', label: '补正期限', help: '告知补正后申请人在多久内补齐' },
] as const

const UNITS: Choice[] = [
  { value: 'workday', label: '个工作日' },
  { value: 'day', label: '日(自然日)' },
  { value: 'workhour', label: '个工作时' },
  { value: 'urgent-hour', label: '个紧急工作时' },
  { value: 'minute', label: '分钟' },
]

/** Name of the number in a limit of each unit. */
const AMOUNT: Record<string, string> = { workday: 'days', day: 'days', workhour: 'hours', 'urgent-hour': 'hours', minute: 'minutes' }

/** The limits of the matter with the law they come from; those of single steps stand in the procedure. */
export function MatterLimits({ editing }: { editing: MatterEditing }) {
  return (
    <section className="card" aria-label="期限">
      <h2>期限</h2>
      {LIMITS.map(({ key, label, help }) => (
        <Limit key={key} editing={editing} name={key} label={label} help={help} />
      ))}
    </section>
  )
}

function Limit({ editing, name, label, help }: { editing: MatterEditing; name: string; label: string; help: string }) {
  const path = ['limits', name]
  const unit = String(editing.get([...path, 'unit']) ?? 'workday')
  const amount = AMOUNT[unit] ?? 'days'
  const changeUnit: MatterEditing = {
    ...editing,
    set: (_, next) =>
      editing.set(path, {
        [AMOUNT[String(next)] ?? 'days']: editing.get([...path, amount]) ?? 1,
        unit: next,
        basis: editing.get([...path, 'basis']) ?? '',
      }),
  }
  return (
    <div className="matter-columns">
      <NumberField editing={editing} path={[...path, amount]} label={label} help={help} />
      <ChoiceField editing={changeUnit} path={[...path, 'unit']} label="单位" options={UNITS} />
      <TextField editing={editing} path={[...path, 'basis']} label="依据" />
    </div>
  )
}
