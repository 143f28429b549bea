import { ProcessDesigner, type MatterLike } from '@lianban/designer/process'
import { withMatter } from '@lianban/processes/matter-entries'
import { Button, Select } from 'antd'
import { useMemo, useState } from 'react'
import { EmptyState } from '../../components/empty-state.tsx'
import { ApproverTestDrawer, type TestedStep } from './approver-test.tsx'
import { decisionFiles, documentKeys, documentName, formName, formsIn, mattersIn } from './package-files.ts'
import type { TabProps } from './draft-page.tsx'
import { decisionsIn } from './decisions-in.ts'
import { knownFields } from './known-fields.ts'
import { useKnown, type County } from './use-known.ts'
import type { PackageFiles } from '../../api/studio.ts'

/** The procedure: who does what, in which order, by when. Model and matter are changed together. */
export default function ProcessTab({ workspace: { files, change, readOnly }, problems }: TabProps) {
  const matters = mattersIn(files).filter(({ isAbstract }) => !isAbstract)
  const [chosen, setChosen] = useState<string | null>(null)
  const entry = matters.find(({ key }) => key === chosen) ?? matters[0]
  const county = useKnown()
  const known = useDesignerKnown(files, county)
  const [isTesting, setIsTesting] = useState(false)
  if (!entry)
    return (
      <div className="card">
        <EmptyState title="没有可以读的事项">先改正“检查结果”里列出的问题</EmptyState>
      </div>
    )
  const matter = entry.matter as unknown as MatterLike & { name: string; process: { file: string } }
  const { file } = matter.process
  const xml = files[file]
  if (xml === undefined)
    return (
      <div className="card">
        <EmptyState title="缺少流程图">
          事项“{matter.name}”使用的流程图 {file} 不在草稿里
        </EmptyState>
      </div>
    )
  return (
    <>
      <div className="row gap-below">
        {matters.length > 1 && (
          <>
            <label htmlFor="studio-matter">事项</label>
            <Select
              id="studio-matter"
              className="studio-select"
              value={entry.key}
              options={matters.map(({ key, matter: one }) => ({ value: key, label: String(one.name) }))}
              onChange={setChosen}
            />
          </>
        )}
        <Button onClick={() => setIsTesting(true)} data-testid="approver-test">
          现在由谁办理
        </Button>
      </div>
      <ProcessDesigner
        key={`${entry.key} ${file}`}
        value={{ xml, matter }}
        known={known}
        problems={problems.filter((problem) => problem.place.startsWith(file) || problem.elementId !== undefined)}
        readOnly={readOnly}
        onChange={({ xml: nextXml, matter: next }) =>
          change({
            ...(nextXml !== xml && { [file]: nextXml }),
            ...(next !== matter && withMatter(files, entry.key, next as unknown as Record<string, unknown>)),
          })
        }
      />
      {isTesting && <ApproverTestDrawer steps={testedSteps(entry.matter)} county={county} onClose={() => setIsTesting(false)} />}
    </>
  )
}

/** Every step of the matter that goes to holders of a post. */
function testedSteps(matter: Record<string, unknown>): TestedStep[] {
  const {
    organ = '',
    tasks = {},
    steps = [],
  } = matter as {
    organ?: string
    tasks?: Record<string, { post?: string; organ?: string; assignedBy?: string }>
    steps?: { name: string; task: string }[]
  }
  return Object.entries(tasks).flatMap(([elementId, task]) =>
    task.post === undefined || task.assignedBy !== undefined
      ? []
      : [
          {
            elementId,
            name: steps.find((step) => step.task === elementId)?.name ?? elementId,
            post: task.post,
            organ: task.organ ?? organ,
          },
        ],
  )
}

/** What the designer offers to choose from. */
function useDesignerKnown(files: PackageFiles, { organs, posts }: County) {
  return useMemo(
    () => ({
      organs,
      posts,
      forms: formsIn(files).map((form) => ({ key: form.key, title: formName(files, form), fields: knownFields(form.schema) })),
      documents: documentKeys(files).map((key) => ({ key, name: documentName(files[`documents/${key}.html`]!, key) })),
      decisions: decisionFiles(files).flatMap((file) => decisionsIn(files[file]!)),
    }),
    [files, organs, posts],
  )
}
