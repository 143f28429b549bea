import { APPLICANT, rolesOf, type Person, type TaskShown } from '@lianban/processes/try-out'
import { Alert, Button, Empty, Select, Tabs } from 'antd'
import { useState } from 'react'
import { ApplicantWork } from './applicant-work.tsx'
import { OfficeOffers } from './office-offers.tsx'
import { TaskWork } from './task-work.tsx'
import { CaseVerbsMenu } from '../../../verbs/case-verbs.tsx'
import { labelOf, TrialVerbs } from './verb-door.tsx'
import type { Trial } from './use-try-out.ts'

/** Who one is in the try-out, and what that person has to do. */
export function RoleWork({ trial, onPart }: { trial: Trial; onPart: (part: string | null) => void }) {
  const { session, view } = trial
  const [chosen, setChosen] = useState(APPLICANT.id)
  const roles = rolesOf(session.setup, view)
  const role = roles.find(({ id }) => id === chosen) ?? APPLICANT
  const tasks = tasksOf(view.tasks, role)
  const isClosed = session.state.file?.closed_at != null
  return (
    <section className="try-out-work" aria-label="办理">
      <label className="try-out-role" htmlFor="try-out-role">
        <span>我是</span>
        <Select
          id="try-out-role"
          value={role.id}
          onChange={setChosen}
          showSearch
          optionFilterProp="label"
          options={roles.map((person) => ({ value: person.id, label: labelOf(person) }))}
          data-testid="role"
        />
      </label>
      <Turn tasks={view.tasks} role={role} isWaiting={view.offers.supplement !== null} onChoose={setChosen} />
      <PartTurns trial={trial} onPart={onPart} />
      <Refusal trial={trial} />
      {isClosed ? (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={`试办已经办结:${view.statusText}。可以保存为用例,或者撤销、重新开始`} />
      ) : (
        <TrialVerbs trial={trial} role={role}>
          {role.id === APPLICANT.id ? (
            <ApplicantWork trial={trial} />
          ) : (
            <>
              <Tasks trial={trial} role={role} tasks={tasks} />
              <OfficeOffers trial={trial} role={role} />
            </>
          )}
          <div className="try-out-case-verbs">
            <CaseVerbsMenu caseId={session.state.file?.id ?? ''} version={session.commands.length} reload={() => undefined} />
          </div>
        </TrialVerbs>
      )}
    </section>
  )
}

const tasksOf = (tasks: readonly TaskShown[], { id }: Person) => tasks.filter(({ takers }) => takers.some(({ person }) => person.id === id))

/** Several tasks, as of parallel branches, are told apart by tabs. */
function Tasks({ trial, role, tasks }: { trial: Trial; role: Person; tasks: TaskShown[] }) {
  if (tasks.length === 0) return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={`${role.name}现在没有待办`} />
  const work = (task: TaskShown) => <TaskWork key={`${task.id} ${role.id}`} trial={trial} task={task} role={role} />
  if (tasks.length === 1) return work(tasks[0]!)
  return <Tabs size="small" items={tasks.map((task) => ({ key: task.id, label: task.name, children: work(task) }))} />
}

/** Whose turn it is, each a button that makes one that person. */
function Turn({
  tasks,
  role,
  isWaiting,
  onChoose,
}: {
  tasks: TaskShown[]
  role: Person
  isWaiting: boolean
  onChoose: (id: string) => void
}) {
  const turns = [
    ...tasks.flatMap(({ name, takers }) => {
      const able = takers.filter(({ refusal }) => refusal === null)
      return able.some(({ person }) => person.id === role.id) || !able[0]
        ? []
        : [{ id: able[0].person.id, text: `${able[0].person.name}:${name}` }]
    }),
    ...(isWaiting && role.id !== APPLICANT.id ? [{ id: APPLICANT.id, text: `${APPLICANT.name}:补正` }] : []),
  ]
  const vacant = tasks.filter(({ takers }) => takers.every(({ refusal }) => refusal !== null))
  return (
    <>
      {vacant.map(({ id, name, takers }) => (
        <Alert
          key={id}
          className="gap-below"
          type="warning"
          message={`“${name}”没有人能办理`}
          description={
            takers.length === 0 ? '本环节的岗位没有任职人员' : takers.map(({ person, refusal }) => `${person.name}:${refusal}`).join(';')
          }
        />
      ))}
      {turns.length > 0 && (
        <div className="try-out-turns" data-testid="turns">
          <span className="quiet">现在由</span>
          {turns.map(({ id, text }) => (
            <Button key={`${id} ${text}`} size="small" onClick={() => onChoose(id)}>
              {text}
            </Button>
          ))}
        </div>
      )}
    </>
  )
}

/** In which of a joint case's other cases something is to be done, each a button that opens it. */
function PartTurns({ trial, onPart }: { trial: Trial; onPart: (part: string | null) => void }) {
  const whole = trial.whole.view()
  const others = [
    { part: null, name: trial.whole.setup.matter.matter.name, tasks: whole.tasks },
    ...whole.parts.map(({ part, name, view }) => ({ part, name, tasks: view?.tasks ?? [] })),
  ].filter(({ part, tasks }) => part !== trial.part && tasks.length > 0)
  if (others.length === 0) return null
  return (
    <div className="try-out-turns" data-testid="part-turns">
      <span className="quiet">其他办件有待办</span>
      {others.map(({ part, name, tasks }) => (
        <Button key={part ?? ''} size="small" onClick={() => onPart(part)}>
          {name}:{tasks.map((task) => task.name).join('、')}
        </Button>
      ))}
    </div>
  )
}

function Refusal({ trial: { problem, notice, view } }: { trial: Trial }) {
  return (
    <div aria-live="polite">
      {notice && <Alert className="gap-below" type="warning" message={notice} />}
      {problem && (
        <Alert
          className="gap-below"
          type="error"
          message={problem.message}
          description={
            problem.problems.length > 0 && (
              <ul className="try-out-problems">
                {problem.problems.map(({ path, message }) => (
                  <li key={`${path} ${message}`}>{message}</li>
                ))}
              </ul>
            )
          }
          data-testid="try-out-problem"
        />
      )}
      {view.incidents.map(({ elementId, name, message }) => (
        <Alert key={elementId} className="gap-below" type="error" message={`“${name}”中断`} description={message} data-testid="incident" />
      ))}
    </div>
  )
}
