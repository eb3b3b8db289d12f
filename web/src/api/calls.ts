// Every request this app makes, one line each.
import type { Client, Params } from './client';
import type {
  Account, Announcement, Context, Conversation, CredentialAccount, CustomEmoji, Filter, GroupedNotificationsResults, Instance, List,
  Markers, MediaAttachment, Notification, NotificationRequest, Poll, Preferences, Relationship, ScheduledStatus, Search, Status, StatusEdit,
  StatusSource, Suggestion, Tag, Translation, TrendsLink, UnreadCount, Visibility, WebPushSubscription,
} from './entities';

export interface Draft {
  status: string;
  spoiler_text?: string;
  sensitive?: boolean;
  visibility?: Visibility;
  language?: string;
  in_reply_to_id?: string;
  quoted_status_id?: string;
  quote_approval_policy?: string;
  media_ids?: string[];
  media_attributes?: { id: string; description?: string; focus?: string }[];
  poll?: { options: string[]; expires_in?: number; multiple: boolean };
  scheduled_at?: string;
  interaction_policy?: { can_reply: { always: string[] } };
  local_only?: boolean;
}

export type Deed = 'favourite' | 'unfavourite' | 'reblog' | 'unreblog' | 'bookmark' | 'unbookmark' | 'pin' | 'unpin' | 'mute' | 'unmute';
export type Bond = 'follow' | 'unfollow' | 'block' | 'unblock' | 'mute' | 'unmute';

export function calls(on: Client) {
  const id = encodeURIComponent;
  return {
    me: () => on.get<CredentialAccount>('/api/v1/accounts/verify_credentials'),
    changeMe: (form: FormData) => on.patch<CredentialAccount>('/api/v1/accounts/update_credentials', form),
    instance: () => on.get<Instance>('/api/v2/instance'),
    emojis: () => on.get<CustomEmoji[]>('/api/v1/custom_emojis'),
    preferences: () => on.get<Preferences>('/api/v1/preferences'),
    markers: () => on.get<Markers>('/api/v1/markers', { timeline: ['home', 'notifications'] }),
    mark: (timeline: 'home' | 'notifications', last_read_id: string) => on.post<Markers>('/api/v1/markers', { [timeline]: { last_read_id } }),

    timeline: (path: string, query: Params, signal?: AbortSignal) => on.page<Status>(path, query, signal),
    status: (status: string) => on.get<Status>(`/api/v1/statuses/${id(status)}`),
    context: (status: string) => on.send('GET', `/api/v1/statuses/${id(status)}/context`),
    contextOf: async (response: Response) => (await response.json()) as Context,
    source: (status: string) => on.get<StatusSource>(`/api/v1/statuses/${id(status)}/source`),
    history: (status: string) => on.get<StatusEdit[]>(`/api/v1/statuses/${id(status)}/history`),
    translate: (status: string, lang: string) => on.post<Translation>(`/api/v1/statuses/${id(status)}/translate`, { lang }),
    publish: (draft: Draft, key: string) => on.post<Status | ScheduledStatus>('/api/v1/statuses', draft, { 'Idempotency-Key': key }),
    edit: (status: string, draft: Draft) => on.put<Status>(`/api/v1/statuses/${id(status)}`, draft),
    erase: (status: string) => on.delete<Status>(`/api/v1/statuses/${id(status)}`),
    deed: (status: string, deed: Deed) => on.post<Status>(`/api/v1/statuses/${id(status)}/${deed}`),
    peopleWho: (status: string, deed: 'favourited_by' | 'reblogged_by', query: Params) => on.page<Account>(`/api/v1/statuses/${id(status)}/${deed}`, query),
    vote: (poll: string, choices: number[]) => on.post<Poll>(`/api/v1/polls/${id(poll)}/votes`, { choices }),
    poll: (poll: string) => on.get<Poll>(`/api/v1/polls/${id(poll)}`),

    media: (file: FormData) => on.post<MediaAttachment>('/api/v2/media', file),
    mediaState: (media: string) => on.send('GET', `/api/v1/media/${id(media)}`),
    describe: (media: string, change: { description?: string; focus?: string }) => on.put<MediaAttachment>(`/api/v1/media/${id(media)}`, change),

    account: (account: string) => on.get<Account>(`/api/v1/accounts/${id(account)}`),
    lookup: (acct: string) => on.get<Account>('/api/v1/accounts/lookup', { acct }),
    relationships: (accounts: string[]) => on.get<Relationship[]>('/api/v1/accounts/relationships', { id: accounts }),
    people: (path: string, query: Params) => on.page<Account>(path, query),
    bond: (account: string, bond: Bond, how: Params = {}) => on.post<Relationship>(`/api/v1/accounts/${id(account)}/${bond}`, how),
    noteOn: (account: string, comment: string) => on.post<Relationship>(`/api/v1/accounts/${id(account)}/note`, { comment }),
    answerRequest: (account: string, answer: 'authorize' | 'reject') => on.post<Relationship>(`/api/v1/follow_requests/${id(account)}/${answer}`),
    report: (report: { account_id: string; status_ids?: string[]; comment: string; category: string; rule_ids?: string[]; forward?: boolean }) =>
      on.post<{ id: string }>('/api/v1/reports', report),

    notifications: (query: Params, signal?: AbortSignal) => on.get<GroupedNotificationsResults>('/api/v2/notifications', query, signal),
    notification: (one: string) => on.get<Notification>(`/api/v1/notifications/${id(one)}`),
    unread: () => on.get<UnreadCount>('/api/v2/notifications/unread_count'),
    requests: (query: Params) => on.page<NotificationRequest>('/api/v1/notifications/requests', query),
    answerNotificationRequest: (request: string, answer: 'accept' | 'dismiss') => on.post<object>(`/api/v1/notifications/requests/${id(request)}/${answer}`),

    search: (query: Params, signal?: AbortSignal) => on.get<Search>('/api/v2/search', query, signal),
    searchPeople: (q: string, signal?: AbortSignal) => on.get<Account[]>('/api/v1/accounts/search', { q, limit: 6 }, signal),
    trendingTags: () => on.get<Tag[]>('/api/v1/trends/tags', { limit: 10 }),
    trendingLinks: (query: Params) => on.page<TrendsLink>('/api/v1/trends/links', query),
    suggestions: () => on.get<Suggestion[]>('/api/v2/suggestions'),

    tag: (name: string) => on.get<Tag>(`/api/v1/tags/${id(name)}`),
    followTag: (name: string, follow: boolean) => on.post<Tag>(`/api/v1/tags/${id(name)}/${follow ? 'follow' : 'unfollow'}`),
    followedTags: (query: Params) => on.page<Tag>('/api/v1/followed_tags', query),

    lists: () => on.get<List[]>('/api/v1/lists'),
    list: (list: string) => on.get<List>(`/api/v1/lists/${id(list)}`),
    makeList: (title: string) => on.post<List>('/api/v1/lists', { title }),
    changeList: (list: string, change: Partial<List>) => on.put<List>(`/api/v1/lists/${id(list)}`, change),
    dropList: (list: string) => on.delete<object>(`/api/v1/lists/${id(list)}`),
    listMembers: (list: string) => on.get<Account[]>(`/api/v1/lists/${id(list)}/accounts`, { limit: 0 }),
    addToList: (list: string, account: string) => on.post<object>(`/api/v1/lists/${id(list)}/accounts`, { account_ids: [account] }),
    dropFromList: (list: string, account: string) => on.delete<object>(`/api/v1/lists/${id(list)}/accounts`, { account_ids: [account] }),
    listsOf: (account: string) => on.get<List[]>(`/api/v1/accounts/${id(account)}/lists`),

    conversations: (query: Params) => on.page<Conversation>('/api/v1/conversations', query),
    readConversation: (conversation: string) => on.post<Conversation>(`/api/v1/conversations/${id(conversation)}/read`),
    announcements: () => on.get<Announcement[]>('/api/v1/announcements'),
    dismissAnnouncement: (announcement: string) => on.post<object>(`/api/v1/announcements/${id(announcement)}/dismiss`),
    react: (announcement: string, name: string, add: boolean) => on.send(add ? 'PUT' : 'DELETE', `/api/v1/announcements/${id(announcement)}/reactions/${id(name)}`),

    filters: () => on.get<Filter[]>('/api/v2/filters'),
    makeFilter: (filter: object) => on.post<Filter>('/api/v2/filters', filter),
    dropFilter: (filter: string) => on.delete<object>(`/api/v2/filters/${id(filter)}`),
    scheduled: (query: Params) => on.page<ScheduledStatus>('/api/v1/scheduled_statuses', query),
    dropScheduled: (status: string) => on.delete<object>(`/api/v1/scheduled_statuses/${id(status)}`),

    subscribePush: (subscription: object) => on.post<WebPushSubscription>('/api/v1/push/subscription', subscription),
    unsubscribePush: () => on.delete<object>('/api/v1/push/subscription'),
  };
}

export type Calls = ReturnType<typeof calls>;
