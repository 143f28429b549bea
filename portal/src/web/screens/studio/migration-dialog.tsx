import { Alert, Button, Modal, Table } from 'antd'
import { useState } from 'react'
import { studioApi, type CaseVerdict, type Release } from '../../api/studio.ts'
import { ErrorNote } from '../../components/error-note.tsx'
import { useAttempt } from '../../hooks/use-attempt.ts'

interface Outcome {
  /** Cases of which it holds. */
  good: number
  verb: string
  bad: CaseVerdict[]
}

/** Cases under way and the new version: what would happen to each, what happened, and back again. */
export function MigrationDialog({ release, onClose }: { release: Release; onClose: () => void }) {
  const [outcome, setOutcome] = useState<Outcome | null>(() => doneBefore(release))
  const trying = useAttempt(async () => {
    const { cases } = await studioApi.tryMigration(release.id)
    const bad = cases.filter(({ problems }) => problems.length > 0)
    setOutcome({ good: cases.length - bad.length, verb: '可以转到新版本', bad })
  })
  const undoing = useAttempt(async () => {
    const { undone, stay } = await studioApi.undoMigration(release.id)
    setOutcome({ good: undone, verb: '已转回原版本', bad: stay })
  })
  const isDone = release.migration.state === 'done'
  return (
    <Modal
      open
      width={720}
      title="在办件转到新版本"
      onCancel={onClose}
      footer={[
        <Button key="close" onClick={onClose}>
          关闭
        </Button>,
        isDone ? (
          <Button key="undo" danger loading={undoing.busy} onClick={() => void undoing.run()} data-testid="undo-migration">
            转回原版本
          </Button>
        ) : (
          <Button key="try" type="primary" loading={trying.busy} onClick={() => void trying.run()} data-testid="try-migration">
            试转一次
          </Button>
        ),
      ]}
    >
      <ErrorNote error={trying.error ?? undoing.error} />
      <p>
        {isDone
          ? '仍停在两个版本都有的环节的办件,可以转回原版本;已经办过的环节不受影响。'
          : '试转不改变任何办件,只说明发布后每件能不能转到新版本、不能转的原因。不能转的按原版本办完。'}
      </p>
      {outcome && <OutcomeTable outcome={outcome} />}
    </Modal>
  )
}

function doneBefore({ migration: { state, cases } }: Release): Outcome | null {
  if (state !== 'done') return null
  const bad = cases.filter((one) => one.state !== 'migrated')
  return {
    good: cases.length - bad.length,
    verb: '已转到新版本',
    bad: bad.map(({ caseId, caseNo, message }) => ({ caseId, caseNo, problems: [message ?? '按原版本办完'] })),
  }
}

function OutcomeTable({ outcome: { good, verb, bad } }: { outcome: Outcome }) {
  const all = good + bad.length
  return (
    <>
      <Alert
        className="gap-below"
        type={bad.length > 0 ? 'warning' : 'success'}
        showIcon
        data-testid="migration-outcome"
        message={all === 0 ? '没有在办件' : `共 ${all} 件,${verb} ${good} 件${bad.length > 0 ? `,其余 ${bad.length} 件见下表` : ''}`}
      />
      {bad.length > 0 && (
        <Table<CaseVerdict>
          rowKey="caseId"
          size="small"
          pagination={false}
          dataSource={bad}
          columns={[
            { title: '办件编号', dataIndex: 'caseNo', width: 240 },
            { title: '原因', key: 'problems', render: (_, { problems }) => problems.join(';') },
          ]}
        />
      )}
    </>
  )
}
