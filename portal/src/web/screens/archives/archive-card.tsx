import { DownloadOutlined } from '@ant-design/icons'
import { App, Button, Tag } from 'antd'
import { useCallback } from 'react'
import { ARCHIVE_STATES, archivePaths, archivesApi, type CaseArchive } from '../../api/archives.ts'
import { download } from '../../api/client.ts'
import { CopyCode } from '../../components/copy-code.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { ErrorResult } from '../../components/error-result.tsx'
import { TableSkeleton } from '../../components/table-skeleton.tsx'
import { useAttempt } from '../../hooks/use-attempt.ts'
import { useResource } from '../../hooks/use-resource.ts'
import { minuteText, sizeText } from '../../time.ts'
import { ArchiveTests } from './archive-tests.tsx'
import './archives.css'

/** 归档: the archive package of a case with its tests; who may, makes it anew. */
export function ArchiveCard({ caseId, version, onChanged }: { caseId: string; version: string; onChanged: () => void }) {
  const { message } = App.useApp()
  const { data, error, loading, reload } = useResource<CaseArchive>(archivePaths.ofCase(caseId), version)
  const save = useAttempt(useCallback(() => download(archivePaths.package(caseId)), [caseId]))
  const make = useAttempt(async () => {
    const { archive } = await archivesApi.archive(caseId)
    if (archive?.state === 'archived') message.success(`已归档,档号 ${archive.archiveNo}`)
    else message.warning('检测仍未通过,请按列出的原因处理后再试')
    reload()
    onChanged()
  })
  if (loading) return <TableSkeleton />
  if (!data) return error && <ErrorResult error={error} onRetry={reload} />
  const { archive, canArchive, canDownload } = data
  const again = canArchive && (
    <Button type="primary" loading={make.busy} onClick={() => void make.run()} data-testid="archive-case">
      {archive ? '重新归档' : '归档'}
    </Button>
  )
  return (
    <section className="card" data-testid="archive-card">
      <ErrorNote error={save.error ?? make.error} />
      {archive ? (
        <>
          <dl className="archive-facts">
            <dt>状态</dt>
            <dd>
              <Tag color={ARCHIVE_STATES[archive.state].colour}>{ARCHIVE_STATES[archive.state].text}</Tag>
              {archive.packedAt !== null && <span className="quiet">{minuteText(archive.packedAt)}</span>}
              {archive.attempts > 1 && <span className="quiet"> 第 {archive.attempts} 次</span>}
            </dd>
            <dt>档号</dt>
            <dd>
              <CopyCode code={archive.archiveNo} label="档号" />
            </dd>
            <dt>保管期限</dt>
            <dd>{archive.retentionText}</dd>
            {archive.sha256 && (
              <>
                <dt>归档信息包</dt>
                <dd>
                  {sizeText(archive.size ?? 0)} <span className="quiet">SHA-256 </span>
                  <CopyCode code={archive.sha256} short={12} label="文件指纹" />
                </dd>
              </>
            )}
          </dl>
          {archive.tests && <ArchiveTests tests={archive.tests} />}
          <div className="archive-buttons">
            {again}
            {canDownload && (
              <Button icon={<DownloadOutlined />} loading={save.busy} onClick={() => void save.run()} data-testid="archive-download">
                下载归档信息包
              </Button>
            )}
          </div>
        </>
      ) : (
        <>
          <EmptyState title="还没有归档">{canArchive ? '办件已办结,可以归档' : '办结后自动归档,检测结果和档号显示在这里'}</EmptyState>
          {again && <div className="archive-buttons centre">{again}</div>}
        </>
      )}
    </section>
  )
}
