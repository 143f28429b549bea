import { withMatter } from '@lianban/processes/matter-entries'
import { Select } from 'antd'
import { useState } from 'react'
import { EmptyState } from '../../components/empty-state.tsx'
import type { TabProps } from './draft-page.tsx'
import { MatterBasics } from './matter/matter-basics.tsx'
import { MatterLimits } from './matter/matter-limits.tsx'
import { Materials } from './matter/materials.tsx'
import type { MatterEditing } from './matter/fields.tsx'
import { valueAt, withValue } from './matter/place.ts'
import { formName, formsIn, mattersIn } from './package-files.ts'
import { useKnown } from './use-known.ts'

/** What the matter 事项 says of itself: basis, conditions, limits, materials, fees, remedies. */
export default function MatterTab({ workspace: { files, change, readOnly } }: TabProps) {
  const county = useKnown()
  const matters = mattersIn(files)
  const [chosen, setChosen] = useState<string | null>(null)
  const entry = matters.find(({ key }) => key === chosen) ?? matters.find(({ isAbstract }) => !isAbstract)
  if (!entry)
    return (
      <div className="card">
        <EmptyState title="没有可以读的事项">这个流程包只有内部流程,或者先改正“检查结果”里列出的问题</EmptyState>
      </div>
    )
  const editing: MatterEditing = {
    readOnly,
    get: (path) => valueAt(entry.matter, path),
    set: (path, value) => change(withMatter(files, entry.key, withValue(entry.matter, path, value))),
  }
  const name = (one: (typeof matters)[number]) => (one.isAbstract ? `公共部分 ${one.key}` : String(one.matter.name ?? one.key))
  const forms = formsIn(files).map((form) => ({ value: form.key, label: formName(files, form) }))
  return (
    <div className="studio-matter">
      {matters.length > 1 && (
        <div className="row gap-below">
          <label htmlFor="matter-entry">事项</label>
          <Select
            id="matter-entry"
            className="studio-select"
            value={entry.key}
            options={matters.map((one) => ({ value: one.key, label: name(one) }))}
            onChange={setChosen}
          />
          {entry.extends !== null && <span className="quiet">没有改过的内容取自公共部分</span>}
        </div>
      )}
      <MatterBasics key={`basics ${entry.key}`} editing={editing} organs={county.organs} forms={forms} />
      <MatterLimits key={`limits ${entry.key}`} editing={editing} />
      <Materials key={`materials ${entry.key}`} editing={editing} />
    </div>
  )
}
