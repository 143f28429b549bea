import { Select } from 'antd'
import { useMemo, useState } from 'react'
import { EmptyState } from '../../components/empty-state.tsx'
import type { TabProps } from './draft-page.tsx'
import type { PackageFiles } from '../../api/studio.ts'
import { mattersIn, themesIn } from './package-files.ts'
import { TryOutPanel } from './try-out/try-out-panel.tsx'
import { useCountyCalendar } from './try-out/use-county-calendar.ts'
import { useKnown } from './use-known.ts'

/** The procedure tried out as every role, on a clock of its own, before anybody's case runs on it. */
export default function TryTab({ workspace: { files, change, readOnly }, problems }: TabProps) {
  const county = useKnown()
  const organs = useMemo(() => Object.fromEntries(county.organs.map(({ id, name }) => [id, name])), [county])
  const matters = useMemo(() => choicesIn(files), [files])
  const [chosen, setChosen] = useState<string | null>(null)
  const entry = matters.find(({ key }) => key === chosen) ?? matters[0]
  const calendar = useCountyCalendar()
  const untaken = useMemo(
    () => problems.flatMap(({ code, elementId }) => (code === 'FLOW_NOT_COVERED' ? (elementId ?? []) : [])),
    [problems],
  )
  const broken = problems.find(({ level, place }) => level === 'error' && (place.endsWith('.bpmn') || place.startsWith('manifest')))
  if (!entry)
    return (
      <div className="card">
        <EmptyState title="还不能试办">{broken?.message ?? '草稿里没有可以读的事项'}</EmptyState>
      </div>
    )
  return (
    <div className={matters.length > 1 ? 'try-out-many' : undefined}>
      {matters.length > 1 && (
        <div className="row gap-below">
          <label htmlFor="try-matter">事项</label>
          <Select
            id="try-matter"
            showSearch
            optionFilterProp="label"
            className="studio-select"
            value={entry.key}
            options={matters.map(({ key, name }) => ({ value: key, label: name }))}
            onChange={setChosen}
          />
        </div>
      )}
      <TryOutPanel
        key={entry.key}
        files={files}
        matterKey={entry.key}
        organs={organs}
        calendar={calendar}
        untaken={untaken}
        onSaveCase={readOnly ? undefined : (path, content) => change({ [path]: content })}
        onRemoveCase={readOnly ? undefined : (path) => change({ [path]: null })}
      />
    </div>
  )
}

/** What can be tried out: matters, and the themes 一件事 that several of them make. */
const choicesIn = (files: PackageFiles): { key: string; name: string }[] => [
  ...mattersIn(files).flatMap(({ isAbstract, key, matter }) => (isAbstract ? [] : [{ key, name: String(matter.name) }])),
  ...themesIn(files),
]
