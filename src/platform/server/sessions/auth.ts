import { randomFillSync } from 'node:crypto';
import { betterAuth } from 'better-auth';
import { APIError } from 'better-auth/api';
import { phoneNumber, twoFactor, username } from 'better-auth/plugins';
import type pg from 'pg';
import { newUuid } from '../../../kernel/ids.ts';

/** Letters and digits of any script; compared after NFKC and lower case. */
export const usernamePattern = /^[\p{L}\p{N}][\p{L}\p{N}_.-]{1,39}$/u;
export const normalUsername = (name: string): string => name.normalize('NFKC').trim().toLowerCase();

/**
 * A mobile number as E.164; eleven digits beginning with 1 are taken as mainland China.
 * @returns null when it is no telephone number
 */
export function e164(text: string): string | null {
  const bare = text.normalize('NFKC').replaceAll(/[\s()-]/g, '');
  const full = /^1\d{10}$/.test(bare) ? `+86${bare}` : bare.startsWith('00') ? `+${bare.slice(2)}` : bare;
  return /^\+[1-9]\d{6,14}$/.test(full) ? full : null;
}

export const freshId = (): string => newUuid(Date.now(), randomFillSync);

export interface AuthOptions {
  readonly pool: pg.Pool;
  readonly secret: string;
  /** Cookies only over https. */
  readonly https: boolean;
  /** Makes an account for a telephone that is invited and has none; false for all others. */
  readonly openTo: (phone: string) => Promise<boolean>;
  /** Hands a code to the SMS gateway; failures are the gateway's to report. */
  readonly sendCode: (to: string, code: string) => Promise<void>;
}

/** Where the library believes it lives; only its path matters, requests reach it through `handler`, never by network. */
export const innerBase = 'http://sessions.invalid';

/** How long a session lasts without use, in days. A phone in a stairwell should not ask for a password in the middle of an emergency. */
const sessionDays = 30;

/** better-auth on our own tables (`sessions.*`), with only the ways in that we offer. Its own origin check, rate limit and sign-up are off: ours stand before it. */
export function makeAuth({ pool, secret, https, openTo, sendCode }: AuthOptions) {
  const accountOf = async (phone: string): Promise<{ twoFactor: boolean } | null> => {
    const { rows } = await pool.query<{ twoFactor: boolean }>('select two_factor_enabled as "twoFactor" from sessions.account where phone = $1', [
      phone,
    ]);
    return rows[0] ?? null;
  };
  return betterAuth({
    appName: 'Banyan',
    baseURL: innerBase,
    basePath: '/api/auth',
    secret,
    database: pool,
    telemetry: { enabled: false },
    logger: { disabled: true },
    rateLimit: { enabled: false },
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 8, maxPasswordLength: 128, revokeSessionsOnPasswordReset: true },
    user: {
      modelName: 'account',
      fields: { name: 'label', emailVerified: 'email_verified', createdAt: 'created_at', updatedAt: 'updated_at' },
    },
    session: {
      modelName: 'session',
      fields: {
        userId: 'account',
        expiresAt: 'expires_at',
        ipAddress: 'ip_address',
        userAgent: 'user_agent',
        createdAt: 'created_at',
        updatedAt: 'updated_at',
      },
      expiresIn: sessionDays * 86_400,
      updateAge: 86_400,
    },
    account: {
      modelName: 'credential',
      fields: {
        userId: 'account',
        providerId: 'provider',
        accountId: 'provider_account',
        accessToken: 'access_token',
        refreshToken: 'refresh_token',
        idToken: 'id_token',
        accessTokenExpiresAt: 'access_token_expires_at',
        refreshTokenExpiresAt: 'refresh_token_expires_at',
        createdAt: 'created_at',
        updatedAt: 'updated_at',
      },
    },
    verification: { fields: { expiresAt: 'expires_at', createdAt: 'created_at', updatedAt: 'updated_at' } },
    advanced: {
      cookiePrefix: 'banyan',
      useSecureCookies: https,
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', path: '/', secure: https },
      disableCSRFCheck: true,
      disableOriginCheck: true,
      ipAddress: { disableIpTracking: true },
      database: { generateId: freshId },
    },
    plugins: [
      username({
        displayUsername: false,
        minUsernameLength: 2,
        maxUsernameLength: 40,
        usernameNormalization: normalUsername,
        usernameValidator: (name) => usernamePattern.test(normalUsername(name)),
      }),
      phoneNumber({
        otpLength: 6,
        expiresIn: 300,
        allowedAttempts: 3,
        schema: { user: { fields: { phoneNumber: 'phone', phoneNumberVerified: 'phone_verified' } } },
        phoneNumberValidator: (number) => e164(number) === number,
        // Not awaited and silent for unknown numbers: neither answer nor time tells who has an account.
        sendOTP: ({ phoneNumber: to, code }) => {
          void accountOf(to)
            .then(async (found) => (found || (await openTo(to)) ? sendCode(to, code) : undefined))
            .catch(() => undefined);
        },
        // A code alone would walk around the second factor of those who have one.
        callbackOnVerification: async ({ phoneNumber: number }) => {
          if ((await accountOf(number))?.twoFactor)
            throw new APIError('FORBIDDEN', { code: 'SECOND_FACTOR_NEEDED', message: 'second factor needed' });
        },
      }),
      twoFactor({
        issuer: 'Banyan',
        schema: {
          user: { fields: { twoFactorEnabled: 'two_factor_enabled' } },
          twoFactor: {
            modelName: 'two_factor',
            fields: {
              userId: 'account',
              backupCodes: 'backup_codes',
              failedVerificationCount: 'failed_verification_count',
              lockedUntil: 'locked_until',
            },
          },
        },
      }),
    ],
  });
}

export type Auth = ReturnType<typeof makeAuth>;
