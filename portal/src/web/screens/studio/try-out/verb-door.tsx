import { postName } from '@lianban/processes/labels'
import { APPLICANT, caseVerbsFor, rolesOf, transfereesOf, type Person, type TryOutCommand } from '@lianban/processes/try-out'
import { Select } from 'antd'
import { useMemo, type ReactNode } from 'react'
import { ApiError } from '../../../api/api-error.ts'
import { VerbDoorContext, type VerbDoor } from '../../../verbs/door.ts'
import { tryOutProblem } from './problem.ts'
import type { Trial } from './use-try-out.ts'

/** The desk of the verbs 退回, 转办, 委派, 加签, 撤回 …, as the clerk has it, with the try-out behind it. */
export function TrialVerbs({ trial, role, children }: { trial: Trial; role: Person; children: ReactNode }) {
  const door = useMemo(() => doorOf(trial, role), [trial, role])
  return <VerbDoorContext.Provider value={door}>{children}</VerbDoorContext.Provider>
}

function doorOf(trial: Trial, role: Person): VerbDoor {
  const { session, view } = trial
  const seen = { setup: session.setup, state: session.state }
  const perform = async (command: TryOutCommand): Promise<void> => {
    await Promise.resolve()
    try {
      trial.attempt(command)
    } catch (error) {
      const { code, message, problems } = tryOutProblem(error)
      throw new ApiError(422, code, message, { problems })
    }
  }
  const at = (taskId: string) => ({ elementId: session.state.tasks[taskId]!.elementId, as: role.id })
  const signer = (signId: string) => session.state.signs.find(({ id }) => id === signId)!.user_id
  const people = rolesOf(session.setup, view).filter(({ id }) => id !== APPLICANT.id && id !== role.id)
  return {
    verbs: {
      sendBack: (taskId, body) => perform({ type: 'send-back', ...at(taskId), ...body }),
      transfer: (taskId, body) => perform({ type: 'transfer', ...at(taskId), ...body }),
      delegate: (taskId, body) => perform({ type: 'delegate', ...at(taskId), ...body }),
      resolve: (taskId, opinion) => perform({ type: 'resolve', ...at(taskId), opinion }),
      addSign: (taskId, body) => perform({ type: 'add-sign', ...at(taskId), ...body }),
      removeSign: (taskId, signId, reason) => perform({ type: 'remove-sign', ...at(taskId), person: signer(signId), reason }),
      removeVoter: (taskId, person, reason) => perform({ type: 'remove-sign', ...at(taskId), person, reason }),
      sign: (taskId, body) => perform({ type: 'sign', ...at(taskId), ...body }),
      recall: (_caseId, _taskId, reason) => perform({ type: 'recall', as: role.id, reason }),
      withdraw: (_caseId, reason) => perform({ type: 'withdraw', reason }),
      void: (_caseId, reason) => perform({ type: 'void', as: role.id, reason }),
      hold: (_caseId, reason) => perform({ type: 'hold', as: role.id, reason }),
      unhold: () => perform({ type: 'unhold', as: role.id }),
      jump: (_caseId, to, reason) => perform({ type: 'jump', as: role.id, to, reason }),
    },
    useTransferees: (taskId) => ({
      data: { items: session.state.tasks[taskId] ? transfereesOf(seen, taskId) : [] },
      ...{ loading: false, error: null },
    }),
    useCaseVerbs: () => caseVerbsFor(seen, role),
    People: peopleSelect(people),
  }
}

/** Whoever takes part in the try-out may be asked. */
const peopleSelect = (people: readonly Person[]): VerbDoor['People'] =>
  function People({ id, value, onChange, single = false }) {
    return (
      <Select<string | string[]>
        id={id}
        className="full"
        mode={single ? undefined : 'multiple'}
        showSearch
        optionFilterProp="label"
        placeholder="选择人员"
        value={single ? (value[0] ?? undefined) : value}
        onChange={(next) => onChange(Array.isArray(next) ? next : [next])}
        options={people.map((person) => ({ value: person.id, label: labelOf(person) }))}
        notFoundContent="没有其他人员"
        data-testid={id}
      />
    )
  }

/** A sample's name is its post already. */
export function labelOf({ id, name, posts }: Person): string {
  return id === APPLICANT.id || id.includes(':') ? name : `${name}(${posts.map(({ post }) => postName(post)).join('、')})`
}
