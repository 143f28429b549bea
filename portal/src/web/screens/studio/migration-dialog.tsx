import { Alert, Button, Modal, Table } from 'antd'
import { useState } from 'react'
import { studioApi, type MigrationRun, type Release } from '../../api/studio.ts'
import { ErrorNote } from '../../components/error-note.tsx'
import { useAttempt } from '../../hooks/use-attempt.ts'

/** Cases under way and the new version: what would happen to each, and back again. */
export function MigrationDialog({ release, onClose }: { release: Release; onClose: () => void }) {
  const [run, setRun] = useState<{ of: 'dry-run' | 'undo'; result: MigrationRun } | null>(null)
  const trying = useAttempt(async () => setRun({ of: 'dry-run', result: await studioApi.tryMigration(release.id) }))
  const undoing = useAttempt(async () => setRun({ of: 'undo', result: await studioApi.undoMigration(release.id) }))
  const isLive = release.state === 'live'
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
        isLive ? (
          <Button key="undo" danger loading={undoing.busy} onClick={() => void undoing.run()}>
            转回原版本
          </Button>
        ) : (
          <Button key="try" type="primary" loading={trying.busy} onClick={() => void trying.run()}>
            试转一次
          </Button>
        ),
      ]}
    >
      <ErrorNote error={trying.error ?? undoing.error} />
      <p>
        {isLive
          ? '在办件已经转到新版本。还停留在两个版本都有的环节的,可以转回原版本,已经办过的环节不受影响。'
          : '试转不改变任何办件,只说明确认发布后每件能不能转到新版本、不能转的停在哪里。'}
      </p>
      {run && <RunResult of={run.of} result={run.result} />}
    </Modal>
  )
}

function RunResult({ of, result: { cases, problems } }: { of: 'dry-run' | 'undo'; result: MigrationRun }) {
  const moved = cases - problems.length
  const verb = of === 'undo' ? '已转回' : '可以转到新版本'
  return (
    <>
      <Alert
        className="gap-below"
        type={problems.length > 0 ? 'warning' : 'success'}
        showIcon
        message={
          cases === 0
            ? '没有在办件'
            : `共 ${cases} 件,${verb} ${moved} 件${problems.length > 0 ? `,${problems.length} 件按原版本办完` : ''}`
        }
      />
      {problems.length > 0 && (
        <Table
          rowKey="caseNo"
          size="small"
          pagination={false}
          dataSource={problems}
          columns={[
            { title: '办件编号', dataIndex: 'caseNo', width: 220 },
            { title: '所在环节', dataIndex: 'step', width: 140 },
            { title: '原因', dataIndex: 'message' },
          ]}
        />
      )}
    </>
  )
}
