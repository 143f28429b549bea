import { Button, Input, Menu, Segmented } from 'antd'
import { useRef, useState } from 'react'
import { studioPaths } from '../../api/studio.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { useAttempt } from '../../hooks/use-attempt.ts'
import { ErrorNote } from '../../components/error-note.tsx'
import { DocumentLines, type Caret } from './documents/document-lines.tsx'
import { insertedPath, isInline, namesFor } from './documents/variable-names.ts'
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

type View = 'lines' | 'source' | 'paper'
const VIEWS: { value: View; label: string }[] = [
  { value: 'lines', label: '编写' },
  { value: 'source', label: '源文' },
  { value: 'paper', label: '打印效果' },
]

function DocumentEditor({ documentKey, workspace }: { documentKey: string; workspace: TabProps['workspace'] }) {
  const { files, change, readOnly, flush, draft } = workspace
  const [view, setView] = useState<View>('lines')
  const [round, setRound] = useState(0)
  const caret = useRef<Caret | null>(null)
  const source = files[pathOf(documentKey)]!
  const variables = variablesOf(files, documentKey)
  const names = namesFor(source, variables)
  const showing = useAttempt(async () => {
    await flush()
    setRound((n) => n + 1)
    setView('paper')
  })
  const write = (next: string) => change({ [pathOf(documentKey)]: next })
  return (
    <div className="studio-main studio-document">
      <div className="row gap-below">
        <Segmented<View>
          value={view}
          options={VIEWS}
          onChange={(to) => (to === 'paper' ? void showing.run() : setView(to))}
          aria-label="编写、源文或打印效果"
        />
        {showing.busy && <span className="quiet">正在保存并生成</span>}
      </div>
      <ErrorNote error={showing.error} />
      {view === 'paper' && (
        <iframe
          className="studio-paper"
          title="打印效果"
          src={`${studioPaths.paper(draft.id, documentKey)}?round=${round}#view=FitH&navpanes=0`}
        />
      )}
      {view === 'source' && (
        <Input.TextArea
          className="studio-code"
          aria-label="文书源文"
          spellCheck={false}
          value={source}
          readOnly={readOnly}
          onChange={({ target }) => write(target.value)}
        />
      )}
      {view === 'lines' && (
        <div className="studio-document-text">
          <div className="grow card" data-testid="document-lines">
            <DocumentLines
              source={source}
              names={names}
              readOnly={readOnly}
              onChange={write}
              onCaret={(next) => {
                caret.current = next
              }}
            />
          </div>
          <aside className="studio-variables" aria-label="可以使用的内容">
            <strong>可以使用的内容</strong>
            <p className="quiet">先点一下文字中的位置,再点这里插入。出具文书时换成办件的实际内容</p>
            <ul className="plain">
              {variables.filter(isInline).map((variable) => {
                const path = insertedPath(variable)
                return (
                  <li key={path}>
                    <Button
                      type="text"
                      size="small"
                      disabled={readOnly}
                      title={variable.text}
                      onClick={() => caret.current?.insert(`【${names.nameOf(path)}】`)}
                    >
                      {names.nameOf(path)}
                    </Button>
                  </li>
                )
              })}
            </ul>
          </aside>
        </div>
      )}
    </div>
  )
}
