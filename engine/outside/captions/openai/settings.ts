/** Everything about OpenAI that may change without our doing. Sources: research/platform-apis.md section 6. */
export interface OpenAiSettings {
  readonly apiKey: string
  /** An operator's choice: models come and go, and cost differently. */
  readonly model: string
  readonly organisation: string | null
  readonly project: string | null
  readonly apiUrl: string
  /** What is thought before the first word counts too. */
  readonly outputTokensMax: number
  /** Models that reason are silent for a while before their first word. */
  readonly silenceMs: number
  /** When a refusal does not say when to come back. */
  readonly patienceMs: number
}

export const OPENAI_SETTINGS: Omit<OpenAiSettings, 'apiKey' | 'model'> = {
  organisation: null,
  project: null,
  apiUrl: 'https://api.openai.com',
  outputTokensMax: 4_096,
  silenceMs: 60_000,
  patienceMs: 20_000,
}
