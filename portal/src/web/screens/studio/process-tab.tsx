import { ProcessDesigner, type Known, type MatterLike, type ProcessDraft } from '@lianban/designer/process'
import { plainMatter, plainProcess, type PlainProcess, type PostLike } from '@lianban/designer/process-draft'
import { withMatter, type MatterEntry } from '@lianban/processes/matter-entries'
import { SEPARATION_RULES } from '@lianban/tenants/browser'
import { Button, Select } from 'antd'
import { useMemo, useState, type ReactNode } from 'react'
import { request } from '../../api/client.ts'
import { studioPaths, type ApproverTest, type PackageFiles } from '../../api/studio.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { testedSteps } from './approver-steps.ts'
import { ApproverTestDrawer } from './approver-test.tsx'
import type { TabProps } from './draft-page.tsx'
import { decisionsIn } from './decisions-in.ts'
import { knownFields } from './known-fields.ts'
import { decisionFiles, documentKeys, documentName, formName, formsIn, mattersIn } from './package-files.ts'
import { plainProcessesIn, withPlainProcess, withRoles } from './plain-processes.ts'
import { useKnown, type County } from './use-known.ts'

/** The procedures: who does what, in which order, by when. Model and manifest are changed together. */
export default function ProcessTab({ workspace, problems }: TabProps) {
  const { files } = workspace
  const matters = mattersIn(files).filter(({ isAbstract }) => !isAbstract)
  const plain = useMemo(() => plainProcessesIn(files), [files])
  const [chosen, setChosen] = useState<string | null>(null)
  const options = [
    ...matters.map(({ key, matter }) => ({ value: `matter ${key}`, label: String(matter.name) })),
    ...plain.map(({ name, process }) => ({ value: `process ${process.file} ${process.key}`, label: `${name}(不是事项的流程)` })),
  ]
  const value = options.find((one) => one.value === chosen)?.value ?? options[0]?.value
  const county = useKnown()
  const known = useDesignerKnown(files, county)
  if (value === undefined)
    return (
      <div className="card">
        <EmptyState title="没有可以读的事项">先改正“检查结果”里列出的问题</EmptyState>
      </div>
    )
  const choice = options.length > 1 && (
    <>
      <label htmlFor="studio-matter">流程</label>
      <Select id="studio-matter" className="studio-select" value={value} options={options} onChange={setChosen} />
    </>
  )
  const shared = { workspace, problems, county, known, choice }
  const entry = matters.find(({ key }) => value === `matter ${key}`)
  if (entry) return <MatterProcess key={value} {...shared} entry={entry} />
  return (
    <PlainProcessEditor key={value} {...shared} entry={plain.find(({ process }) => value === `process ${process.file} ${process.key}`)!} />
  )
}

interface ShownProps extends Pick<TabProps, 'workspace' | 'problems'> {
  county: County
  known: Known
  /** Which of several procedures is shown. */
  choice: ReactNode
}

function MatterProcess({ entry, ...shown }: ShownProps & { entry: MatterEntry }) {
  const { files } = shown.workspace
  const { county, choice } = shown
  const [isTesting, setIsTesting] = useState(false)
  const matter = entry.matter as unknown as MatterLike & { name: string; organ?: string; process: { file: string } }
  return (
    <>
      <div className="row gap-below">
        {choice}
        <Button onClick={() => setIsTesting(true)} data-testid="approver-test">
          现在由谁办理
        </Button>
      </div>
      <Editor
        {...shown}
        name={matter.name}
        file={matter.process.file}
        matter={matter}
        written={(next) => withMatter(files, entry.key, next as unknown as Record<string, unknown>)}
      />
      {isTesting && <ApproverTestDrawer steps={testedSteps(matter)} county={county} onClose={() => setIsTesting(false)} />}
    </>
  )
}

/** A process that is no matter: the same canvas and tree, what the engine reads instead of what a matter says. */
function PlainProcessEditor({ entry, ...shown }: ShownProps & { entry: PlainProcess }) {
  const said = JSON.stringify(entry)
  // The same as long as it says the same: other changes of the manifest are none of it.
  const matter = useMemo(() => plainMatter(JSON.parse(said) as PlainProcess), [said])
  return (
    <>
      <div className="row gap-below">{shown.choice}</div>
      <Editor
        {...shown}
        name={entry.name}
        file={entry.process.file}
        matter={matter}
        written={(next) => withPlainProcess(shown.workspace.files, plainProcess(next, entry))}
      />
    </>
  )
}

interface EditorProps extends ShownProps {
  name: string
  file: string
  matter: MatterLike
  /** The files in which the changed entry is written. */
  written: (next: MatterLike) => PackageFiles
}

/** Model and entry in the designer; posts that steps go to are the package's. */
function Editor({ workspace: { files, change, readOnly }, problems, county, known, name, file, matter, written }: EditorProps) {
  const xml = files[file]
  if (xml === undefined) return <MissingModel name={name} file={file} />
  const save = ({ xml: nextXml, matter: next }: ProcessDraft) => {
    const changes: PackageFiles = { ...(nextXml !== xml && { [file]: nextXml }), ...(next !== matter && written(next)) }
    change({ ...changes, ...withRoles({ ...files, ...changes }, usedPosts(next), county.posts) })
  }
  return (
    <div className="studio-designer">
      <ProcessDesigner
        key={file}
        value={{ xml, matter }}
        known={known}
        problems={problems.filter((problem) => problem.place.startsWith(file) || problem.elementId !== undefined)}
        readOnly={readOnly}
        onChange={save}
      />
    </div>
  )
}

function MissingModel({ name, file }: { name: string; file: string }) {
  return (
    <div className="card">
      <EmptyState title="缺少流程图">
        “{name}”使用的流程图 {file} 不在草稿里
      </EmptyState>
    </div>
  )
}

/** Posts that any step goes to. */
const usedPosts = ({ tasks = {} }: MatterLike): string[] =>
  Object.values(tasks).flatMap(({ post, posts = [], approval, people = {} }) => [
    ...[post, ...posts, ...Object.values(people)],
    ...(approval?.approvers ?? []).map((one) => one.post),
  ])

/** What the designer offers to choose from. */
function useDesignerKnown(files: PackageFiles, { organs, posts }: County): Known {
  return useMemo(
    () => ({
      organs,
      posts,
      separationRules: SEPARATION,
      staff: staffOf,
      forms: formsIn(files).map((form) => ({ key: form.key, title: formName(files, form), fields: knownFields(form.schema) })),
      documents: documentKeys(files).map((key) => ({ key, name: documentName(files[`documents/${key}.html`]!, key) })),
      decisions: decisionFiles(files).flatMap((file) => decisionsIn(files[file]!)),
    }),
    [files, organs, posts],
  )
}

const SEPARATION = Object.entries(SEPARATION_RULES).map(([rule, { label }]) => ({ rule, label }))

/** Who holds a post today. */
async function staffOf({ post, organ = '' }: PostLike): Promise<{ id: string; name: string }[]> {
  const { people } = await request<ApproverTest>(studioPaths.people(post, organ))
  return people.filter(({ note }) => note !== 'agent').map(({ userId, name }) => ({ id: userId, name }))
}
