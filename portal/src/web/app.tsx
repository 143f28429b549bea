import { App as AntdApp, ConfigProvider } from 'antd'
import zhCN from 'antd/es/locale/zh_CN'
import dayjs from 'dayjs'
import 'dayjs/locale/zh-cn'
import { StrictMode, type ReactNode } from 'react'
import { RouterProvider } from 'react-router-dom'
import { AppearanceProvider, useAppearance } from './appearance.tsx'
import { router } from './routes.tsx'
import { SessionProvider, useSessionContext } from './session.tsx'
import { themeClass, themeOf } from './theme.ts'

dayjs.locale('zh-cn')

const DESK_FONT_SIZE = 14
const APPLICANT_FONT_SIZE = 16

/** The whole application: appearance, session, theme, pages. */
export function App() {
  return (
    <StrictMode>
      <AppearanceProvider>
        <SessionProvider>
          <Themed>
            <RouterProvider router={router} />
          </Themed>
        </SessionProvider>
      </AppearanceProvider>
    </StrictMode>
  )
}

function Themed({ children }: { children: ReactNode }) {
  const { mode, largeType } = useAppearance()
  const { state } = useSessionContext()
  const atDesk = state.phase === 'in' && state.session.user.kind !== 'applicant'
  const appearance = { mode, largeType, fontSize: atDesk ? DESK_FONT_SIZE : APPLICANT_FONT_SIZE }
  const kind = `lianban ${atDesk ? 'desk' : 'public'} ${themeClass(appearance)}`
  return (
    <ConfigProvider locale={zhCN} theme={themeOf(appearance)} button={{ autoInsertSpace: false }}>
      <AntdApp className={kind} message={{ maxCount: 2, duration: 4 }}>
        {children}
      </AntdApp>
    </ConfigProvider>
  )
}
