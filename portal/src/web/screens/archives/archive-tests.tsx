import { CheckCircleOutlined, CloseCircleOutlined } from '@ant-design/icons'
import { theme } from 'antd'
import type { ArchiveView } from '../../api/archives.ts'

/** The four tests 四性检测, each with what it found. */
export function ArchiveTests({ tests }: { tests: NonNullable<ArchiveView['tests']> }) {
  const { token } = theme.useToken()
  return (
    <ul className="plain archive-tests" aria-label="四性检测">
      {tests.map(({ name, label, ok, problems, notes }) => (
        <li key={name} data-testid={`test-${name}`}>
          {ok ? <CheckCircleOutlined style={{ color: token.colorSuccess }} /> : <CloseCircleOutlined style={{ color: token.colorError }} />}{' '}
          {label} {ok ? '通过' : '未通过'}
          {[...problems, ...notes].length > 0 && (
            <ul>
              {problems.map((text) => (
                <li key={text}>{text}</li>
              ))}
              {notes.map((text) => (
                <li key={text} className="quiet">
                  {text}
                </li>
              ))}
            </ul>
          )}
        </li>
      ))}
    </ul>
  )
}
