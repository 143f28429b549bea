import { Radio, Select } from 'antd'
import { useState, type ComponentProps } from 'react'
import type { SignKind, TaskVerb, TaskVerbs } from '../api/verbs.ts'
import { DeedDialog } from '../components/deed-dialog.tsx'
import { ErrorNote } from '../components/error-note.tsx'
import { useVerbDoor, type VerbDoor } from './door.ts'
import { SIGN_KINDS } from './sign-kinds.ts'

interface Props {
  taskId: string
  caseId: string
  offered: TaskVerbs
  onCancel: () => void
  onDone: () => void
}

/** The dialog of one verb. */
export function TaskVerbDialog({ verb, ...props }: Props & { verb: TaskVerb }) {
  if (verb === 'send-back') return <SendBackDialog {...props} />
  if (verb === 'transfer') return <TransferDialog {...props} />
  if (verb === 'delegate') return <DelegateDialog {...props} />
  return <AddSignDialog {...props} />
}

function SendBackDialog({ taskId, caseId: _, offered, ...rest }: Props) {
  const { verbs } = useVerbDoor()
  const [to, setTo] = useState(offered.sendBackTo[0]?.elementId ?? null)
  const [mode, setMode] = useState<'forward' | 'direct'>('direct')
  return (
    <DeedDialog
      title="退回"
      danger
      consequence="退回后,所选环节之后已经办理的内容作废(保留在办理过程中),办理时限不停"
      missing={to === null ? '前面没有可以退回的环节' : null}
      run={(reason) => verbs.sendBack(taskId, { to: to!, mode, reason })}
      {...rest}
    >
      <label htmlFor="send-back-to">退回到</label>
      <Select
        id="send-back-to"
        className="full gap-below"
        value={to}
        onChange={setTo}
        options={offered.sendBackTo.map(({ elementId, name, personName }) => ({
          value: elementId,
          label: personName ? `${name}(${personName})` : name,
        }))}
        data-testid="send-back-to"
      />
      <Radio.Group className="gap-below block-label" value={mode} onChange={({ target }) => setMode(target.value as 'forward' | 'direct')}>
        <Radio value="direct">修改后直接送回给我</Radio>
        <Radio value="forward">修改后按流程重新流转</Radio>
      </Radio.Group>
    </DeedDialog>
  )
}

function TransferDialog({ taskId, caseId: _c, offered: _o, ...rest }: Props) {
  const { verbs, useTransferees } = useVerbDoor()
  const { data, loading, error } = useTransferees(taskId)
  const [to, setTo] = useState<string | null>(null)
  return (
    <DeedDialog
      title="转办"
      consequence="转办后由接收人办理,您不再办理本环节"
      missing={to === null ? '请选择接收人' : null}
      run={(reason) => verbs.transfer(taskId, { to: to!, reason })}
      {...rest}
    >
      <ErrorNote error={error} />
      <label htmlFor="transfer-to">接收人</label>
      <Select
        id="transfer-to"
        className="full gap-below"
        placeholder="同一岗位的人员"
        loading={loading}
        notFoundContent={loading ? '正在查找' : '本环节的岗位没有其他人员'}
        value={to}
        onChange={setTo}
        options={data?.items.map(({ id, name, reason }) => ({
          value: id,
          label: reason === null ? name : `${name}:${reason}`,
          disabled: reason !== null,
        }))}
        data-testid="transfer-to"
      />
    </DeedDialog>
  )
}

function DelegateDialog({ taskId, caseId, offered: _, ...rest }: Props) {
  const { verbs } = useVerbDoor()
  const [people, setPeople] = useState<string[]>([])
  return (
    <DeedDialog
      title="委派"
      consequence="对方填写意见后交回,仍由您作出决定"
      missing={people.length === 0 ? '请选择被委派人' : null}
      run={(reason) => verbs.delegate(taskId, { to: people[0]!, reason })}
      {...rest}
    >
      <People label="被委派人" caseId={caseId} value={people} onChange={setPeople} single />
    </DeedDialog>
  )
}

const VOTER = { label: '参加会签', consequence: '加签人员与其他会签人员一样表决' }

function AddSignDialog({ taskId, caseId, offered, ...rest }: Props) {
  const { verbs } = useVerbDoor()
  const isVote = offered.voters !== null
  const kinds: SignKind[] = offered.askedToSign ? ['before'] : isVote ? ['parallel', 'before'] : ['before', 'parallel', 'after']
  const [kind, setKind] = useState<SignKind>(kinds[0]!)
  const [people, setPeople] = useState<string[]>([])
  const said = (one: SignKind) => (isVote && one === 'parallel' ? VOTER : SIGN_KINDS[one])
  return (
    <DeedDialog
      title="加签"
      consequence={said(kind).consequence}
      reasonLabel="加签事由"
      missing={people.length === 0 ? '请选择加签人员' : null}
      run={(reason) => verbs.addSign(taskId, { kind, people, reason })}
      {...rest}
    >
      <Radio.Group className="gap-below block-label" value={kind} onChange={({ target }) => setKind(target.value as SignKind)}>
        {kinds.map((one) => (
          <Radio key={one} value={one}>
            {said(one).label}
          </Radio>
        ))}
      </Radio.Group>
      <People label="加签人员" caseId={caseId} value={people} onChange={setPeople} />
    </DeedDialog>
  )
}

/** Whoever may be asked. */
function People({ label, ...select }: { label: string } & Omit<ComponentProps<VerbDoor['People']>, 'id'>) {
  const { People: Select } = useVerbDoor()
  return (
    <div className="gap-below">
      <label htmlFor="deed-people">{label}</label>
      <Select id="deed-people" {...select} />
    </div>
  )
}
