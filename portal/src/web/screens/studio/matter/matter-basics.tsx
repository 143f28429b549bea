import { Input } from 'antd'
import { ChoiceField, EntryList, TextField, type Choice, type MatterEditing } from './fields.tsx'

interface Props {
  editing: MatterEditing
  organs: { id: string; name: string }[]
  forms: Choice[]
}

const CHARGED: Choice[] = [
  { value: 'false', label: '不收费' },
  { value: 'true', label: '收费' },
]

/** Name, organ, law, conditions, fees and remedies: what the guide 办事指南 tells everybody. */
export function MatterBasics({ editing, organs, forms }: Props) {
  return (
    <>
      <section className="card" aria-label="基本信息">
        <h2>基本信息</h2>
        <TextField editing={editing} path={['name']} label="事项名称" />
        <div className="matter-columns">
          <TextField editing={editing} path={['kind']} label="事项类型" help="行政许可、行政确认、其他" />
          <TextField editing={editing} path={['matterNo']} label="事项编号" help="办件编号的一部分,数字或大写字母" />
          <TextField editing={editing} path={['theme']} label="主题" />
        </div>
        <ChoiceField
          editing={editing}
          path={['organ']}
          label="决定机关"
          options={organs.map(({ id, name }) => ({ value: id, label: name }))}
        />
        <ChoiceField editing={editing} path={['applicationForm']} label="申请表" options={forms} />
        <h3>办理条件</h3>
        <EntryList editing={editing} path={['conditions']} one="条件" fresh="">
          {(path, at) => <Line editing={editing} path={path} label={`第 ${at + 1} 条`} />}
        </EntryList>
        <h3>设定依据</h3>
        <EntryList editing={editing} path={['basis']} one="依据" fresh={{ law: '', article: '' }}>
          {(path) => (
            <div className="matter-columns">
              <TextField editing={editing} path={[...path, 'law']} label="法律、法规、规章或文件" />
              <TextField editing={editing} path={[...path, 'article']} label="条款" />
            </div>
          )}
        </EntryList>
      </section>
      <section className="card" aria-label="收费和救济">
        <h2>收费和救济</h2>
        <ChoiceField
          editing={{
            ...editing,
            get: (path) => String(editing.get(path) ?? false),
            set: (path, value) => editing.set(path, value === 'true'),
          }}
          path={['fees', 'charged']}
          label="收费"
          options={CHARGED}
        />
        <TextField editing={editing} path={['fees', 'text']} label="收费说明" />
        <TextField editing={editing} path={['fees', 'basis']} label="收费或者不收费的依据" />
        <TextField editing={editing} path={['remedies', 'text']} label="救济途径" help="印在不予许可等决定上" rows={2} />
      </section>
    </>
  )
}

/** One entry of a plain list. */
function Line({ editing, path, label }: { editing: MatterEditing; path: readonly (string | number)[]; label: string }) {
  return (
    <Input.TextArea
      aria-label={label}
      autoSize
      maxLength={2000}
      readOnly={editing.readOnly}
      value={String(editing.get(path) ?? '')}
      onChange={({ target }) => editing.set(path, target.value)}
    />
  )
}
