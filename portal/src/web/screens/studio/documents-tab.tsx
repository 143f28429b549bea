import { Button, Input, Menu, Segmented, Tooltip } from 'antd'
import { useRef, useState } from 'react'
import { studioPaths } from '../../api/studio.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { useAttempt } from '../../hooks/use-attempt.ts'
import { ErrorNote } from '../../components/error-note.tsx'
import type { TabProps } from './draft-page.tsx'
import { documentKeys, documentName, variablesOf } from './package-files.ts'

/** The papers that the procedure issues: their text with fields, and how they will look in print. */
export default function DocumentsTab({ workspace, place, open }: TabProps) {
  const { files, change, readOnly } = workspace
  const keys = documentKeys(files)
  const shown = keys.find((key) => key === place) ?? keys[0]
  const add = () => {
    const key = freeKey(keys)
    change({ [pathOf(key)]: NEW_DOCUMENT })
    open('documents', key)
  }
  return (
    <div className="studio-split">
      <nav className="studio-side" aria-label="文书">
        <Menu
          selectedKeys={shown ? [shown] : []}
          items={keys.map((key) => ({ key, label: documentName(files[pathOf(key)]!, key) }))}
          onClick={({ key }) => open('documents', key)}
        />
        {!readOnly && (
          <Button block onClick={add} data-testid="new-document">
            新建文书
          </Button>
        )}
      </nav>
      {shown ? (
        <DocumentEditor key={shown} documentKey={shown} workspace={workspace} />
      ) : (
        <div className="card studio-main">
          <EmptyState title="还没有文书">受理通知书、决定书等由流程自动出具的文书在这里编写</EmptyState>
        </div>
      )}
    </div>
  )
}

const pathOf = (key: string): string => `documents/${key}.html`

const NEW_DOCUMENT = `{{! title: 新文书 }}
<p>{{applicantName}}：</p>
<p>你（单位）提出的“{{matterName}}”（办件编号 {{caseNo}}）已办理完毕。</p>
`

function freeKey(keys: readonly string[]): string {
  for (let n = 1; ; n++) if (!keys.includes(`document-${n}`)) return `document-${n}`
}

function DocumentEditor({ documentKey, workspace }: { documentKey: string; workspace: TabProps['workspace'] }) {
  const { files, change, readOnly, flush, draft } = workspace
  const [view, setView] = useState<'text' | 'paper'>('text')
  const [round, setRound] = useState(0)
  const area = useRef<HTMLTextAreaElement | null>(null)
  const text = files[pathOf(documentKey)]!
  const showing = useAttempt(async () => {
    await flush()
    setRound((n) => n + 1)
    setView('paper')
  })
  const write = (next: string) => change({ [pathOf(documentKey)]: next })
  const insert = (path: string) => {
    const field = area.current
    const [from, to] = [field?.selectionStart ?? text.length, field?.selectionEnd ?? text.length]
    write(`${text.slice(0, from)}{{${path}}}${text.slice(to)}`)
    requestAnimationFrame(() => {
      field?.focus()
      field?.setSelectionRange(from + path.length + 4, from + path.length + 4)
    })
  }
  return (
    <div className="studio-main studio-document">
      <div className="row gap-below">
        <Segmented
          value={view}
          options={[
            { value: 'text', label: '编写' },
            { value: 'paper', label: '打印效果' },
          ]}
          onChange={(to) => (to === 'paper' ? void showing.run() : setView('text'))}
          aria-label="编写或打印效果"
        />
        {showing.busy && <span className="quiet">正在保存并生成</span>}
      </div>
      <ErrorNote error={showing.error} />
      {view === 'paper' ? (
        <iframe
          className="studio-paper"
          title="打印效果"
          src={`${studioPaths.paper(draft.id, documentKey)}?round=${round}#view=FitH&navpanes=0`}
        />
      ) : (
        <div className="studio-document-text">
          <Input.TextArea
            className="studio-code"
            aria-label="文书内容"
            spellCheck={false}
            value={text}
            readOnly={readOnly}
            onChange={({ target }) => write(target.value)}
            ref={(instance) => {
              area.current = instance?.resizableTextArea?.textArea ?? null
            }}
            data-testid="document-text"
          />
          <aside className="studio-variables" aria-label="可以使用的内容">
            <strong>可以使用的内容</strong>
            <p className="quiet">点一下插入到光标处,出具文书时换成办件的实际内容</p>
            <ul className="plain">
              {variablesOf(files, documentKey).map(({ path, text: meaning }) => (
                <li key={path}>
                  <Tooltip title={path}>
                    <Button type="text" size="small" disabled={readOnly} onClick={() => insert(path)}>
                      {meaning}
                    </Button>
                  </Tooltip>
                </li>
              ))}
            </ul>
          </aside>
        </div>
      )}
    </div>
  )
}
