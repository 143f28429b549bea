import type { PackageFiles, Person, TryOutOptions } from '@lianban/processes/try-out'
import { Alert, Checkbox, Skeleton } from 'antd'
import { lazy, Suspense, useMemo, useState } from 'react'
import { dayOf } from '../../../time.ts'
import { ClockBar } from './clock-bar.tsx'
import { Findings } from './findings.tsx'
import { PartBar } from './part-bar.tsx'
import { RoleWork } from './role-work.tsx'
import { SaveDialog } from './save-dialog.tsx'
import { trialOf, useTryOut, type Trial } from './use-try-out.ts'
import './try-out.css'

/** bpmn-js is large: it comes when somebody tries out. */
const DiagramView = lazy(() => import('@lianban/designer').then(({ DiagramView: view }) => ({ default: view })))

export interface TryOutPanelProps {
  /** The package as it is now; another object means that it was changed, and the steps are played again with it. */
  files: PackageFiles
  /** Key of the matter, or theme, that is tried out. */
  matterKey: string
  /** Real people of the county. @default people who are nobody, three for each post: what a saved case should have */
  people?: readonly Person[]
  /** Flows that no saved case takes, by their ids; null: not known. */
  untaken?: readonly string[]
  /** The county's working calendar. @default the national one */
  calendar?: TryOutOptions['calendar']
  /** Names of organs by id. */
  organs?: TryOutOptions['organs']
  /** Puts a case into the draft; absent: nothing can be saved. @param path `cases/<name>.json` */
  onSaveCase?: (path: string, json: string) => void
  onRemoveCase?: (path: string) => void
}

/** A matter is tried out in the browser: the diagram with its tokens, everybody's work in turn, the clock, and what comes of it. */
export function TryOutPanel({ files, matterKey, people, calendar, organs, untaken, onSaveCase, onRemoveCase }: TryOutPanelProps) {
  const procedure = useStableFiles(files)
  const options = useMemo(
    () => ({ files: procedure, matter: matterKey, people, calendar, organs }),
    [procedure, matterKey, people, calendar, organs],
  )
  const [startAt] = useState(() => Date.parse(`${dayOf(Date.now())}T09:00:00+08:00`))
  const whole = useTryOut(options, startAt)
  const [part, setPart] = useState<string | null>(null)
  const [saving, setSaving] = useState(false)
  const [showsUntaken, setShowsUntaken] = useState(true)
  const saved = useMemo(
    () =>
      Object.keys(files)
        .filter((path) => path.startsWith('cases/'))
        .sort(),
    [files],
  )
  if ('refusal' in whole) return <Refused refusal={whole.refusal} />
  const trial = trialOf(whole, part)
  const file = trial.session.setup.matter.matter.process.file
  return (
    <div className="try-out" data-testid="try-out">
      <ClockBar trial={trial} onSave={onSaveCase && (() => setSaving(true))} />
      <PartBar name={whole.session.setup.matter.matter.name} parts={whole.view.parts} part={trial.part} onChange={setPart} />
      <div className="try-out-left">
        <div className="try-out-picture">
          <Suspense fallback={<Skeleton.Node active className="try-out-diagram" />}>
            <DiagramView xml={procedure[file] ?? ''} {...marksOf(trial)} untaken={showsUntaken ? untaken : undefined} height="100%" />
          </Suspense>
          {(untaken?.length ?? 0) > 0 && (
            <Checkbox
              className="try-out-untaken"
              checked={showsUntaken}
              onChange={({ target }) => setShowsUntaken(target.checked)}
              data-testid="show-untaken"
            >
              标出没有用例经过的 {untaken!.length} 条连线
            </Checkbox>
          )}
        </div>
        <Findings trial={trial} cases={{ saved, files, calendar, onRemove: onRemoveCase }} />
      </div>
      <RoleWork key={`${matterKey} ${trial.session.setup.startAt} ${trial.part}`} trial={trial} onPart={setPart} />
      {saving && onSaveCase && (
        <SaveDialog
          {...{ trial: whole, files, people }}
          onCancel={() => setSaving(false)}
          onSave={(path, json) => {
            onSaveCase(path, json)
            setSaving(false)
          }}
        />
      )}
    </div>
  )
}

/** The path is drawn: elements that were passed, and the flows between them. */
function marksOf({ session, view }: Trial) {
  const { process } = session.setup.matter.matter
  const flows = session.state.flows.flatMap((one) => (one.process === process.key ? [one.flowId] : []))
  const { active, completed, incidents, returned } = view.marks
  return { active, incidents, returned, completed: [...completed, ...new Set(flows)] }
}

/** The files without the cases: saving one is no change of the procedure, and the try-out goes on. */
function useStableFiles(files: PackageFiles): PackageFiles {
  const [kept, setKept] = useState(() => ({ of: files, procedure: withoutCases(files) }))
  if (kept.of === files) return kept.procedure
  const procedure = withoutCases(files)
  const same =
    Object.keys(procedure).length === Object.keys(kept.procedure).length &&
    Object.entries(procedure).every(([path, text]) => kept.procedure[path] === text)
  const next = { of: files, procedure: same ? kept.procedure : procedure }
  setKept(next)
  return next.procedure
}

const withoutCases = (files: PackageFiles): PackageFiles =>
  Object.fromEntries(Object.entries(files).filter(([path]) => !path.startsWith('cases/')))

function Refused({ refusal }: { refusal: { message: string; problems: { path: string; message: string }[] } }) {
  return (
    <Alert
      type="warning"
      message={refusal.message}
      description={
        <ul className="try-out-problems">
          {refusal.problems.map(({ path, message }) => (
            <li key={`${path} ${message}`}>
              {path}:{message}
            </li>
          ))}
        </ul>
      }
    />
  )
}
