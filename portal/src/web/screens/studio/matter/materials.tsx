import { Collapse } from 'antd'
import { ChoiceField, EntryList, NumberField, TextField, type Choice, type MatterEditing } from './fields.tsx'

const REQUIRED: Choice[] = [
  { value: 'required', label: '必要' },
  { value: 'conditional', label: '符合条件时必要' },
  { value: 'optional', label: '非必要' },
]
const FORMATS: Choice[] = [
  { value: 'pdf', label: 'PDF' },
  { value: 'jpg', label: 'JPG 图片' },
  { value: 'png', label: 'PNG 图片' },
]
const BYTES_PER_MB = 1_048_576
const FRESH = {
  name: '新材料',
  required: 'required',
  description: '说明这份材料的要求',
  formats: ['pdf', 'jpg', 'png'],
  maxBytes: 10 * BYTES_PER_MB,
  maxFiles: 5,
  basis: '填写依据',
}

/** What an applicant hands in. */
export function Materials({ editing }: { editing: MatterEditing }) {
  const materials = (editing.get(['materials']) ?? []) as { key?: string; name?: string }[]
  const fresh = { key: freeKey(materials), ...FRESH }
  return (
    <section className="card" aria-label="申请材料">
      <h2>申请材料</h2>
      <EntryList editing={editing} path={['materials']} one="材料" fresh={fresh}>
        {(path, at) => (
          <Collapse
            ghost
            size="small"
            items={[
              {
                key: 'material',
                label: String(materials[at]?.name ?? '未命名的材料'),
                children: <Material editing={editing} path={path} />,
              },
            ]}
          />
        )}
      </EntryList>
    </section>
  )
}

function freeKey(materials: readonly { key?: string }[]): string {
  for (let n = 1; ; n++) if (!materials.some(({ key }) => key === `material-${n}`)) return `material-${n}`
}

function Material({ editing, path }: { editing: MatterEditing; path: readonly (string | number)[] }) {
  const isConditional = editing.get([...path, 'required']) === 'conditional'
  const inMegabytes: MatterEditing = {
    ...editing,
    get: (at) => Math.round(Number(editing.get(at) ?? 0) / BYTES_PER_MB),
    set: (at, value) => editing.set(at, Number(value) * BYTES_PER_MB),
  }
  return (
    <>
      <TextField editing={editing} path={[...path, 'name']} label="材料名称" />
      <ChoiceField editing={editing} path={[...path, 'required']} label="是否必要" options={REQUIRED} />
      {isConditional && (
        <TextField editing={editing} path={[...path, 'requiredIf']} label="什么情况下必要" help="以申请表的字段写条件,例如 area > 100" />
      )}
      <TextField editing={editing} path={[...path, 'description']} label="要求" rows={2} />
      <TextField editing={editing} path={[...path, 'basis']} label="依据" />
      <ChoiceField editing={editing} path={[...path, 'formats']} label="文件格式" options={FORMATS} multiple />
      <div className="matter-columns">
        <NumberField editing={inMegabytes} path={[...path, 'maxBytes']} label="单个文件不超过" suffix="MB" />
        <NumberField editing={editing} path={[...path, 'maxFiles']} label="文件不多于" suffix="个" />
      </div>
    </>
  )
}
