import { Alert, Button, Radio, Steps, Table, Upload } from 'antd'
import { useCallback, useState } from 'react'
import { Link, useParams } from 'react-router-dom'
import { organisation, organisationPaths, type ImportReport, type TransferKind } from '../../../api/organisation.ts'
import { ErrorNote } from '../../../components/error-note.tsx'
import { Outcome } from '../../../components/outcome.tsx'
import { useOnce } from '../../../hooks/use-once.ts'
import { useTitle } from '../../../hooks/use-title.ts'
import { NotFound } from '../../../shell/not-found.tsx'
import { TRANSFER_NAMES } from './words.ts'
import '../../../components/desk.css'

const BACK: Record<TransferKind, { to: string; text: string }> = {
  organs: { to: '/organs', text: '返回单位' },
  'post-kinds': { to: '/post-kinds', text: '返回岗位目录' },
  users: { to: '/users', text: '返回人员' },
  posts: { to: '/users', text: '返回人员' },
}
const XLSX_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** An import: a file, a trial run that shows every bad row, a confirmation, the result. */
export function Component() {
  const { kind = '' } = useParams()
  return Object.hasOwn(TRANSFER_NAMES, kind) ? <Import key={kind} kind={kind as TransferKind} /> : <NotFound />
}

function Import({ kind }: { kind: TransferKind }) {
  const [file, setFile] = useState<File | null>(null)
  const [report, setReport] = useState<ImportReport | null>(null)
  const [result, setResult] = useState<ImportReport | null>(null)
  const preview = useOnce(useCallback((_key: string, chosen: File) => organisation.previewImport(kind, chosen), [kind]))
  const confirm = useOnce(
    useCallback(
      (_key: string, chosen: File, plan: string, mode: 'all' | 'good') => organisation.confirmImport(kind, chosen, plan, mode),
      [kind],
    ),
  )
  const name = TRANSFER_NAMES[kind]
  useTitle(`导入${name}`)
  const choose = async (chosen: File) => {
    setFile(chosen)
    setReport(null)
    confirm.clearError()
    setReport((await preview.run(chosen)) ?? null)
  }
  const carryOut = async (mode: 'all' | 'good') => setResult((await confirm.run(file!, report!.plan, mode)) ?? null)
  return (
    <div className="page">
      <div className="page-head">
        <h1 className="grow">导入{name}</h1>
        <Button href={organisationPaths.template(kind, 'xlsx')}>下载模板(XLSX)</Button>
        <Button href={organisationPaths.template(kind, 'csv')}>下载模板(CSV)</Button>
        <Link to={BACK[kind].to}>{BACK[kind].text}</Link>
      </div>
      <Steps
        className="gap-below"
        size="small"
        current={result ? 2 : report ? 1 : 0}
        items={[{ title: '选择文件' }, { title: '试运行结果' }, { title: '完成' }]}
      />
      {result ? (
        <Done kind={kind} result={result} />
      ) : (
        <>
          <Choose kind={kind} file={file} busy={preview.busy} onChoose={(chosen) => void choose(chosen)} />
          <ErrorNote error={preview.error ?? confirm.error} />
          {report && <Report report={report} busy={confirm.busy} onConfirm={(mode) => void carryOut(mode)} />}
        </>
      )}
    </div>
  )
}

function Choose({ kind, file, busy, onChoose }: { kind: TransferKind; file: File | null; busy: boolean; onChoose: (file: File) => void }) {
  return (
    <div className="card gap-below">
      <Upload.Dragger
        accept=".xlsx,.csv"
        showUploadList={false}
        disabled={busy}
        beforeUpload={(chosen) => {
          onChoose(chosen)
          return false
        }}
      >
        <p>
          <strong>{busy ? '正在试运行…' : file ? file.name : '点击选择文件,或拖到这里'}</strong>
        </p>
        <p className="quiet">XLSX 或 CSV,不超过 5 MB、2000 行。选择后先试运行,不会改动任何数据。</p>
        {kind === 'users' && <p className="quiet">只导入账号;同一文件中的岗位列由安全管理员用“导入任职”处理。</p>}
        {kind === 'posts' && <p className="quiet">只导入任职,账号须已由系统管理员建立。</p>}
      </Upload.Dragger>
    </div>
  )
}

function Report({ report, busy, onConfirm }: { report: ImportReport; busy: boolean; onConfirm: (mode: 'all' | 'good') => void }) {
  const [mode, setMode] = useState<'all' | 'good'>('all')
  const { counts, problems, problemCount, problemSheet, rows } = report
  const good = counts.create + counts.change
  const blocked = counts.bad > 0 && mode === 'all'
  return (
    <div className="card" data-testid="import-report">
      <h2>试运行结果</h2>
      <p>
        共 {rows} 行:新增 <strong>{counts.create}</strong>,修改 <strong>{counts.change}</strong>,相同 {counts.same},
        <strong className={counts.bad > 0 ? 'bad-count' : undefined}>不能导入 {counts.bad}</strong>
      </p>
      {counts.bad > 0 && (
        <>
          <div className="spread gap-below">
            <span className="quiet">
              {problemCount > problems.length
                ? `显示前 ${problems.length} 处,全部 ${problemCount} 处见下载的表`
                : `共 ${problemCount} 处问题`}
            </span>
            {problemSheet && <Button onClick={() => saveBase64(problemSheet, '未通过的行.xlsx')}>下载问题清单(XLSX)</Button>}
          </div>
          <Table
            rowKey={(row) => `${row.line}${row.column}`}
            size="small"
            className="gap-below"
            dataSource={problems}
            pagination={problems.length > 20 ? { pageSize: 20, showSizeChanger: false } : false}
            scroll={{ x: 720 }}
            columns={[
              { title: '行', dataIndex: 'line', width: 60 },
              { title: '列', dataIndex: 'column', width: 120 },
              {
                title: '填写的内容',
                dataIndex: 'value',
                width: 180,
                ellipsis: true,
                render: (value: string) => value || <span className="quiet">空</span>,
              },
              { title: '问题与处理办法', dataIndex: 'message' },
            ]}
          />
          <Radio.Group
            className="gap-below"
            value={mode}
            onChange={({ target }) => setMode(target.value as 'all' | 'good')}
            options={[
              { value: 'all', label: '全部正确才导入(改正后重新选择文件)' },
              { value: 'good', label: `只导入正确的 ${good + counts.same} 行,跳过 ${counts.bad} 行` },
            ]}
          />
        </>
      )}
      <div>
        <Button type="primary" loading={busy} disabled={blocked || good === 0} onClick={() => onConfirm(mode)} data-testid="import-confirm">
          确认导入
        </Button>{' '}
        <span className="quiet">
          {blocked ? '还有不能导入的行' : good === 0 ? '其余内容与系统中的完全相同,无需导入' : '导入记入监察日志'}
        </span>
      </div>
    </div>
  )
}

function Done({ kind, result }: { kind: TransferKind; result: ImportReport }) {
  const { create, change, same, bad } = result.counts
  return (
    <div className="card" data-testid="import-done">
      <Outcome kind="success" title="导入完成" text={`新增 ${create},修改 ${change},相同 ${same},跳过 ${bad}`}>
        <Link to={BACK[kind].to}>
          <Button>{BACK[kind].text}</Button>
        </Link>
      </Outcome>
      {result.passwordSheet && (
        <Alert
          type="warning"
          showIcon
          message="初始密码只能在此下载一次"
          description="系统不保存初始密码,离开本页后无法再取得,只能逐个重置。请下载后分别交给本人,首次登录后须修改。"
          action={
            <Button type="primary" onClick={() => saveBase64(result.passwordSheet!, '初始密码.xlsx')} data-testid="password-sheet">
              下载初始密码表
            </Button>
          }
        />
      )}
    </div>
  )
}

function saveBase64(content: string, name: string): void {
  const bytes = Uint8Array.from(atob(content), (c) => c.charCodeAt(0))
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([bytes], { type: XLSX_TYPE }))
  link.download = name
  link.click()
  URL.revokeObjectURL(link.href)
}
