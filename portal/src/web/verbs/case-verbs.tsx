import { EllipsisOutlined } from '@ant-design/icons'
import { Alert, Button, Dropdown, Select } from 'antd'
import { useState } from 'react'
import type { CaseVerb, CaseVerbs } from '../api/verbs.ts'
import { DeedDialog } from '../components/deed-dialog.tsx'
import { useAct } from '../hooks/use-act.ts'
import { useVerbDoor } from './door.ts'

type Deed = CaseVerb | 'recall'

const LABELS: Record<Deed, string> = {
  withdraw: '撤回申请',
  recall: '撤回',
  hold: '挂起',
  unhold: '解除挂起',
  jump: '跳转',
  void: '作废',
}

const CONSEQUENCES: Record<Exclude<Deed, 'unhold'>, string> = {
  withdraw: '撤回后办件终止,已交的材料保留;以后可以重新申请',
  recall: '下一环节取消,本环节回到您的待办',
  hold: '挂起期间不能办理本办件的任务;挂起不停止计算时限',
  jump: '现有待办全部取消,直接进入所选环节;跳转写入监察日志',
  void: '作废后办件终止,不能恢复;作废写入监察日志并产生监察信号',
}

interface Props {
  caseId: string
  /** Of the case as it is shown. */
  version: number
  reload: () => void
}

/** What may be done with the case as a whole, under one button; and that it is on hold, if it is. */
export function CaseVerbsMenu({ caseId, version, reload }: Props) {
  const { verbs, useCaseVerbs } = useVerbDoor()
  const offered = useCaseVerbs(caseId, version)
  const [deed, setDeed] = useState<Deed | null>(null)
  const act = useAct(reload)
  if (!offered) return null
  const deeds: Deed[] = [...(offered.recall.length > 0 ? (['recall'] as const) : []), ...offered.verbs]
  const choose = (one: Deed) => {
    if (one === 'unhold') void act(() => verbs.unhold(caseId), '已解除挂起')
    else setDeed(one)
  }
  return (
    <>
      {deeds.length > 0 && (
        <Dropdown
          trigger={['click']}
          menu={{
            items: deeds.map((one) => ({
              key: one,
              danger: one === 'void' || one === 'withdraw',
              label: (
                <span data-testid={`case-verb-${one}`}>{one === 'recall' ? `撤回“${offered.recall[0]!.stepName}”` : LABELS[one]}</span>
              ),
              onClick: () => choose(one),
            })),
          }}
        >
          <Button icon={<EllipsisOutlined />} data-testid="case-verbs">
            办件操作
          </Button>
        </Dropdown>
      )}
      {offered.hold && (
        <Alert type="warning" showIcon message={`${offered.hold.name}已挂起本办件:${offered.hold.reason}。挂起不停止计算时限`} />
      )}
      {deed && deed !== 'unhold' && (
        <CaseDeedDialog
          deed={deed}
          caseId={caseId}
          offered={offered}
          onCancel={() => setDeed(null)}
          onDone={() => {
            setDeed(null)
            reload()
          }}
        />
      )}
    </>
  )
}

interface DialogProps {
  deed: Exclude<Deed, 'unhold'>
  caseId: string
  offered: CaseVerbs
  onCancel: () => void
  onDone: () => void
}

function CaseDeedDialog({ deed, caseId, offered, onCancel, onDone }: DialogProps) {
  const { verbs } = useVerbDoor()
  const [to, setTo] = useState<string | null>(null)
  const run = (reason: string) => {
    if (deed === 'recall') return verbs.recall(caseId, offered.recall[0]!.taskId, reason)
    if (deed === 'jump') return verbs.jump(caseId, to!, reason)
    return verbs[deed](caseId, reason)
  }
  return (
    <DeedDialog
      title={LABELS[deed]}
      danger={deed !== 'recall' && deed !== 'hold'}
      consequence={CONSEQUENCES[deed]}
      missing={deed === 'jump' && to === null ? '请选择环节' : null}
      run={run}
      onCancel={onCancel}
      onDone={onDone}
    >
      {deed === 'jump' && (
        <div className="gap-below">
          <label htmlFor="jump-to">跳转到</label>
          <Select
            id="jump-to"
            className="full"
            value={to}
            onChange={setTo}
            options={offered.jumpTo.map(({ elementId, name }) => ({ value: elementId, label: name }))}
          />
        </div>
      )}
    </DeedDialog>
  )
}
