import { App as AntdApp, ConfigProvider } from 'antd'
import zhCN from 'antd/es/locale/zh_CN'
import dayjs from 'dayjs'
import 'dayjs/locale/zh-cn'
import { StrictMode, useEffect, useState, type ReactNode } from 'react'
import { RouterProvider } from 'react-router-dom'
import { AppearanceProvider, useAppearance } from './appearance.tsx'
import type { Language } from './i18n.ts'
import { router } from './routes.tsx'
import { SessionProvider, useSessionContext, type State } from './session.tsx'
import { themeClass, themeOf } from './theme.ts'

dayjs.locale('zh-cn')

const DESK_FONT_SIZE = 14
const APPLICANT_FONT_SIZE = 16

/** The whole application: appearance, session, theme, pages. @param session as it begins */
export function App({ session }: { session: State }) {
  return (
    <StrictMode>
      <AppearanceProvider>
        <SessionProvider first={session}>
          <Themed>
            <RouterProvider router={router} />
          </Themed>
        </SessionProvider>
      </AppearanceProvider>
    </StrictMode>
  )
}

/** The words of antd's own components; English is fetched when it is asked for. */
function useAntdLocale(language: Language): typeof zhCN {
  const [english, setEnglish] = useState<typeof zhCN | null>(null)
  useEffect(() => {
    dayjs.locale(language === 'en-US' ? 'en' : 'zh-cn')
    if (language === 'en-US') void import('antd/es/locale/en_US').then((it) => setEnglish(it.default))
  }, [language])
  return (language === 'en-US' && english) || zhCN
}

function Themed({ children }: { children: ReactNode }) {
  const { mode, largeType, language } = useAppearance()
  const locale = useAntdLocale(language)
  const { state } = useSessionContext()
  const atDesk = state.phase === 'in' && state.session.user.kind !== 'applicant'
  const appearance = { mode, largeType, fontSize: atDesk ? DESK_FONT_SIZE : APPLICANT_FONT_SIZE }
  const kind = `lianban ${atDesk ? 'desk' : 'public'} ${themeClass(appearance)}`
  return (
    <ConfigProvider locale={locale} theme={themeOf(appearance)} button={{ autoInsertSpace: false }}>
      <AntdApp className={kind} message={{ maxCount: 2, duration: 4 }}>
        {children}
      </AntdApp>
    </ConfigProvider>
  )
}
