-- The demo shop: a small web shop in SQLite, to try Penstock on.
--
-- The first run makes the database from this script. It holds ten tables with 124,100 rows in all:
--
--   categories         40   a tree: parent_id is NULL at the top
--   suppliers          60
--   products        1,000   updated_at
--   customers       5,000   updated_at
--   orders         20,000   updated_at
--   order_lines    50,000   line_id only grows
--   payments       20,000   updated_at
--   shipments      15,000   updated_at
--   stock_levels    3,000   a primary key of two columns
--   web_events     10,000   event_id only grows
--
-- Every value is computed from its row number, so that everybody gets the same shop: orders run
-- from 2024-11-01 to 2026-10-31. The columns use every common type, and the values include NULL,
-- empty text, names in many scripts, and emoji. Run it again and the shop is made anew.
--
-- To see new rows arrive, add some between two runs, for example:
--
--   INSERT INTO web_events (event_id, occurred_at, url, kind, payload)
--   VALUES (10001, '2026-11-01 08:00:00', '/sale', 'view', '{"page": 1}')
--
-- CROSS JOIN, where JOIN would do, has SQLite read the tables in the order written, which is fast.
-- Whoever changes this file: end each statement with a semicolon at the end of its line, and put
-- none at the end of a line anywhere else. No triggers.

DROP TABLE IF EXISTS web_events;
DROP TABLE IF EXISTS stock_levels;
DROP TABLE IF EXISTS shipments;
DROP TABLE IF EXISTS payments;
DROP TABLE IF EXISTS order_lines;
DROP TABLE IF EXISTS orders;
DROP TABLE IF EXISTS customers;
DROP TABLE IF EXISTS products;
DROP TABLE IF EXISTS suppliers;
DROP TABLE IF EXISTS categories;

-- ---------------------------------------------------------------------------------------------
-- categories: eight at the top, four below each.
-- ---------------------------------------------------------------------------------------------
CREATE TABLE categories (
  category_id INTEGER PRIMARY KEY,
  parent_id   INTEGER REFERENCES categories (category_id),
  name        VARCHAR(60) NOT NULL,
  sort_order  SMALLINT NOT NULL
);

INSERT INTO categories (category_id, parent_id, name, sort_order) VALUES
  (1, NULL, 'Kitchen', 1),
  (2, NULL, 'Garden', 2),
  (3, NULL, 'Books', 3),
  (4, NULL, 'Toys', 4),
  (5, NULL, 'Sport', 5),
  (6, NULL, 'Music', 6),
  (7, NULL, 'Café & Tea', 7),
  (8, NULL, 'Gifts 🎁', 8);

WITH RECURSIVE below (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM below WHERE n < 31)
INSERT INTO categories (category_id, parent_id, name, sort_order)
SELECT
  9 + n,
  1 + n / 4,
  (SELECT name FROM categories WHERE category_id = 1 + n / 4) || ': '
    || CASE n % 4 WHEN 0 THEN 'New' WHEN 1 THEN 'Classics' WHEN 2 THEN 'Small things' ELSE 'Sale %' END,
  1 + n % 4
FROM below;

-- ---------------------------------------------------------------------------------------------
-- suppliers: every tenth has no e-mail address, every seventh an empty remark.
-- ---------------------------------------------------------------------------------------------
CREATE TABLE suppliers (
  supplier_id  INTEGER PRIMARY KEY,
  name         TEXT NOT NULL,
  country_code CHAR(2) NOT NULL,
  rating       REAL,
  active       BOOLEAN NOT NULL,
  email        VARCHAR(120),
  opens_at     TIME NOT NULL,
  partner_since DATE NOT NULL,
  remark       TEXT
);

WITH RECURSIVE
  numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 60),
  names (i, name, country_code) AS (VALUES
    (0, 'Müller & Söhne', 'DE'),
    (1, 'Łódzkie Szkło', 'PL'),
    (2, 'Fjørd Håndværk', 'DK'),
    (3, 'Сибирский Лес', 'KZ'),
    (4, '東京製作所', 'JP'),
    (5, 'O''Brien "Crafts"', 'IE'),
    (6, 'Ñandú, Hermanos', 'AR'),
    (7, 'مصنع النور', 'EG'),
    (8, 'Ελαία', 'GR'),
    (9, 'Plain Goods Ltd', 'GB'))
INSERT INTO suppliers
SELECT
  n,
  name || ' ' || n,
  country_code,
  CASE WHEN n % 9 = 0 THEN NULL ELSE 1.0 + (n * 37 % 41) / 10.0 END,
  n % 11 <> 0,
  CASE WHEN n % 10 = 0 THEN NULL ELSE 'orders' || n || '@supplier.example' END,
  time('06:00:00', '+' || (n * 7 % 240) || ' minutes'),
  date('2012-02-29', '+' || (n * 61) || ' days'),
  CASE WHEN n % 7 = 0 THEN '' WHEN n % 5 = 0 THEN 'pays late; ask twice' END
FROM numbers CROSS JOIN names ON i = n % 10;

-- ---------------------------------------------------------------------------------------------
-- products: exact prices, a JSON text, small pictures as bytes.
-- ---------------------------------------------------------------------------------------------
CREATE TABLE products (
  product_id   INTEGER PRIMARY KEY,
  sku          VARCHAR(20) NOT NULL UNIQUE,
  ean          BIGINT NOT NULL,
  name         TEXT NOT NULL,
  category_id  INTEGER NOT NULL REFERENCES categories (category_id),
  supplier_id  INTEGER NOT NULL REFERENCES suppliers (supplier_id),
  price        DECIMAL(10,2) NOT NULL,
  cost         DECIMAL(10,2),
  weight_kg    DOUBLE,
  discontinued BOOLEAN NOT NULL,
  attributes   JSON,
  thumbnail    BLOB,
  description  TEXT,
  launched_on  DATE NOT NULL,
  updated_at   TIMESTAMP NOT NULL
);

WITH RECURSIVE
  numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 1000),
  things (i, thing) AS (VALUES
    (0, 'Teapot'), (1, 'Lamp'), (2, 'Crème brûlée set'), (3, 'Puzzle 🧩'), (4, 'Gießkanne'),
    (5, 'Novel'), (6, 'Drum 🥁'), (7, 'Basket'), (8, 'Çay bardağı'), (9, 'Wok 炒锅')),
  colours (i, colour) AS (VALUES (0, 'red'), (1, 'blue'), (2, 'green'), (3, 'grey'), (4, 'naïve white'))
INSERT INTO products
SELECT
  n,
  printf('SKU-%05d', n),
  4000000000000 + n * 9973,
  thing || ' ' || colour || ' no. ' || n,
  9 + n * 7 % 32,
  1 + n * 13 % 60,
  (199 + n * 7919 % 24800) / 100.0,
  CASE WHEN n % 12 = 0 THEN NULL ELSE (99 + n * 3571 % 9900) / 100.0 END,
  CASE WHEN n % 15 = 0 THEN NULL ELSE (n * 17 % 900) / 64.0 END,
  n % 20 = 0,
  CASE WHEN n % 25 = 0 THEN NULL
    ELSE json_object('colour', colour, 'sizes', json_array(n % 5, n % 7), 'eco', json(CASE WHEN n % 3 = 0 THEN 'true' ELSE 'false' END)) END,
  CASE WHEN n % 4 = 0 THEN NULL WHEN n % 50 = 1 THEN x'' ELSE CAST(x'89504E470D0A1A0A' || printf('%08d', n) AS BLOB) END,
  CASE WHEN n % 6 = 0 THEN NULL WHEN n % 6 = 1 THEN '' ELSE 'A ' || colour || ' ' || thing || '.' || char(10) || 'Second line, with "quotes" and a comma' END,
  date('2019-01-01', '+' || (n * 11 % 2500) || ' days'),
  datetime('2025-01-01', '+' || (n * 7907 % 57700000) || ' seconds', '+' || (n % 600) || ' days')
FROM numbers
CROSS JOIN things ON things.i = n % 10
CROSS JOIN colours ON colours.i = n / 10 % 5;

-- ---------------------------------------------------------------------------------------------
-- customers: phone is sometimes NULL and sometimes empty, which is not the same.
-- ---------------------------------------------------------------------------------------------
CREATE TABLE customers (
  customer_id  INTEGER PRIMARY KEY,
  loyalty_no   BIGINT,
  first_name   VARCHAR(40) NOT NULL,
  last_name    VARCHAR(40) NOT NULL,
  email        VARCHAR(120) NOT NULL,
  phone        VARCHAR(30),
  country_code CHAR(2) NOT NULL,
  birth_date   DATE,
  vip          BOOLEAN NOT NULL,
  credit_limit DECIMAL(10,2) NOT NULL,
  greeting     TEXT,
  created_at   TIMESTAMP NOT NULL,
  updated_at   TIMESTAMP NOT NULL
);

WITH RECURSIVE
  numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 5000),
  first_names (i, first_name) AS (VALUES
    (0, 'Zoë'), (1, 'José'), (2, 'Łukasz'), (3, 'Søren'), (4, '美咲'), (5, 'Ольга'), (6, 'عمر'),
    (7, 'Anne-Marie'), (8, 'Siobhán'), (9, 'Dağhan'), (10, 'Ann'), (11, 'Bob'), (12, 'Ngọc')),
  last_names (i, last_name) AS (VALUES
    (0, 'Müller'), (1, 'O''Brien'), (2, 'García Márquez'), (3, 'Nguyễn'), (4, '佐藤'), (5, 'Иванова'),
    (6, 'Smith'), (7, 'van der Berg'), (8, 'Ångström'), (9, 'D''Angelo'), (10, 'Null')),
  countries (i, country_code) AS (VALUES
    (0, 'DE'), (1, 'ES'), (2, 'PL'), (3, 'DK'), (4, 'JP'), (5, 'IE'), (6, 'VN'))
INSERT INTO customers
SELECT
  n,
  CASE WHEN n % 3 = 0 THEN NULL ELSE 9000000000 + n * 104729 END,
  first_name,
  last_name,
  'customer' || n || '@mail.example',
  CASE WHEN n % 5 = 0 THEN NULL WHEN n % 5 = 1 THEN '' ELSE printf('+49 30 %07d', n * 7717 % 10000000) END,
  country_code,
  CASE WHEN n % 8 = 0 THEN NULL ELSE date('1940-01-01', '+' || (n * 131 % 24000) || ' days') END,
  n % 17 = 0,
  (n * 331 % 500000) / 100.0,
  CASE WHEN n % 4 = 0 THEN NULL WHEN n % 4 = 1 THEN 'Hello ' || first_name || ' 👋' WHEN n % 4 = 2 THEN '' ELSE '  two spaces around  ' END,
  datetime('2023-01-01', '+' || (n * 13001) || ' seconds'),
  datetime('2025-03-01', '+' || (n * 10391 % 52617600) || ' seconds')
FROM numbers
CROSS JOIN first_names ON first_names.i = n % 13
CROSS JOIN last_names ON last_names.i = n % 11
CROSS JOIN countries ON countries.i = n % 7;

-- ---------------------------------------------------------------------------------------------
-- orders: one every 3,153 seconds for two years. Their totals follow below, from their lines.
-- ---------------------------------------------------------------------------------------------
CREATE TABLE orders (
  order_id    INTEGER PRIMARY KEY,
  customer_id INTEGER NOT NULL REFERENCES customers (customer_id),
  status      VARCHAR(12) NOT NULL,
  currency    CHAR(3) NOT NULL,
  total       DECIMAL(12,2) NOT NULL,
  paid        BOOLEAN NOT NULL,
  coupon      VARCHAR(20),
  note        TEXT,
  deliver_by  TIME,
  ordered_on  DATE NOT NULL,
  ordered_at  TIMESTAMP NOT NULL,
  updated_at  TIMESTAMP NOT NULL
);

WITH RECURSIVE
  numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 20000),
  stamped (n, ordered_at) AS (
    SELECT n, datetime('2024-11-01', '+' || (n * 3153) || ' seconds') FROM numbers)
INSERT INTO orders
SELECT
  n,
  1 + n * 7 % 5000,
  CASE WHEN n % 8 < 4 THEN 'delivered' WHEN n % 8 < 6 THEN 'shipped' WHEN n % 8 = 6 THEN 'open' ELSE 'cancelled' END,
  CASE n % 10 WHEN 0 THEN 'GBP' WHEN 1 THEN 'DKK' ELSE 'EUR' END,
  0,
  n % 8 < 6,
  CASE WHEN n % 9 = 0 THEN 'WELCOME' || (n % 5) * 5 WHEN n % 9 = 1 THEN '' END,
  CASE WHEN n % 31 = 0 THEN 'Please ring twice 🔔, then wait' WHEN n % 37 = 0 THEN 'für Oma' END,
  CASE WHEN n % 3 = 0 THEN time('08:00:00', '+' || (n % 600) || ' minutes') END,
  date(ordered_at),
  ordered_at,
  min(datetime(ordered_at, '+' || (n * 4001 % 864000) || ' seconds'), '2026-10-31 23:59:59')
FROM stamped;

-- ---------------------------------------------------------------------------------------------
-- order_lines: one to four for each order.
-- ---------------------------------------------------------------------------------------------
CREATE TABLE order_lines (
  line_id    INTEGER PRIMARY KEY,
  order_id   INTEGER NOT NULL REFERENCES orders (order_id),
  line_no    SMALLINT NOT NULL,
  product_id INTEGER NOT NULL REFERENCES products (product_id),
  quantity   INTEGER NOT NULL,
  unit_price DECIMAL(10,2) NOT NULL,
  discount   DECIMAL(10,2) NOT NULL,
  gift       BOOLEAN NOT NULL,
  engraving  TEXT
);

WITH places (k) AS (VALUES (1), (2), (3), (4))
INSERT INTO order_lines
SELECT
  row_number() OVER (ORDER BY order_id, k),
  order_id,
  k,
  product_id,
  1 + (order_id + k) % 5,
  price,
  CASE WHEN (order_id + k) % 10 = 0 THEN 0.5 ELSE 0 END,
  (order_id + k) % 13 = 0,
  CASE WHEN (order_id + k) % 40 = 0 THEN 'Für ' || order_id || ' ❤' WHEN (order_id + k) % 40 = 1 THEN '' END
FROM orders
JOIN places ON k <= 1 + order_id % 4
JOIN products ON product_id = 1 + (order_id * 37 + k * 211) % 1000
ORDER BY order_id, k;

CREATE INDEX order_lines_by_order ON order_lines (order_id);

-- In cents, so that no sum is off by a fraction of one.
UPDATE orders
SET total = (
  SELECT sum(quantity * CAST(round(unit_price * 100) AS INTEGER) - CAST(round(discount * 100) AS INTEGER))
  FROM order_lines
  WHERE order_lines.order_id = orders.order_id) / 100.0;

-- ---------------------------------------------------------------------------------------------
-- payments: one for each order; those of open and cancelled orders have not succeeded.
-- ---------------------------------------------------------------------------------------------
CREATE TABLE payments (
  payment_id INTEGER PRIMARY KEY,
  order_id   INTEGER NOT NULL REFERENCES orders (order_id),
  method     VARCHAR(12) NOT NULL,
  amount     DECIMAL(12,2) NOT NULL,
  fee        DOUBLE,
  succeeded  BOOLEAN NOT NULL,
  reference  TEXT,
  paid_at    TIMESTAMP,
  updated_at TIMESTAMP NOT NULL
);

INSERT INTO payments
SELECT
  order_id,
  order_id,
  CASE order_id % 4 WHEN 0 THEN 'card' WHEN 1 THEN 'invoice' WHEN 2 THEN 'paypal' ELSE 'gift card' END,
  total,
  CASE WHEN order_id % 4 = 1 THEN NULL ELSE 0.25 + (order_id % 16) / 32.0 END,
  paid,
  CASE WHEN order_id % 6 = 0 THEN '' ELSE printf('%06x', order_id * 7919) END,
  CASE WHEN paid THEN min(datetime(ordered_at, '+' || (order_id % 7200) || ' seconds'), '2026-10-31 23:59:59') END,
  updated_at
FROM orders
ORDER BY order_id;

-- ---------------------------------------------------------------------------------------------
-- shipments: one for each order that was shipped or delivered.
-- ---------------------------------------------------------------------------------------------
CREATE TABLE shipments (
  shipment_id  INTEGER PRIMARY KEY,
  order_id     INTEGER NOT NULL REFERENCES orders (order_id),
  carrier      TEXT NOT NULL,
  tracking_no  VARCHAR(30),
  weight_kg    REAL NOT NULL,
  label        BLOB,
  pickup_time  TIME NOT NULL,
  shipped_on   DATE NOT NULL,
  delivered_at TIMESTAMP,
  updated_at   TIMESTAMP NOT NULL
);

INSERT INTO shipments
SELECT
  row_number() OVER (ORDER BY order_id),
  order_id,
  CASE order_id % 3 WHEN 0 THEN 'Pošta' WHEN 1 THEN 'Kurier24' ELSE 'Bicycle 🚲' END,
  CASE WHEN order_id % 3 = 2 THEN NULL ELSE printf('TRK%09d', order_id * 3571) END,
  (order_id * 13 % 2000) / 128.0,
  CASE WHEN order_id % 5 = 0 THEN NULL ELSE CAST(x'00FF' || printf('%x', order_id) AS BLOB) END,
  time('07:30:00', '+' || (order_id % 540) || ' minutes'),
  min(date(ordered_at, '+1 days'), '2026-10-31'),
  CASE WHEN status = 'delivered' THEN min(datetime(ordered_at, '+3 days'), '2026-10-31 23:59:59') END,
  updated_at
FROM orders
WHERE status IN ('shipped', 'delivered')
ORDER BY order_id;

-- ---------------------------------------------------------------------------------------------
-- stock_levels: each product in three warehouses.
-- ---------------------------------------------------------------------------------------------
CREATE TABLE stock_levels (
  product_id     INTEGER NOT NULL REFERENCES products (product_id),
  warehouse_code CHAR(3) NOT NULL,
  quantity       INTEGER NOT NULL,
  reserved       SMALLINT,
  counted_on     DATE NOT NULL,
  PRIMARY KEY (product_id, warehouse_code)
);

WITH warehouses (i, warehouse_code) AS (VALUES (0, 'BER'), (1, 'KRK'), (2, 'ŁDZ'))
INSERT INTO stock_levels
SELECT
  product_id,
  warehouse_code,
  product_id * (i + 3) % 500 - 5,
  CASE WHEN product_id % 7 = i THEN NULL ELSE product_id % 20 END,
  date('2026-10-01', '+' || (product_id % 30) || ' days')
FROM products
CROSS JOIN warehouses
ORDER BY product_id, i;

-- ---------------------------------------------------------------------------------------------
-- web_events: what visitors did; customer_id is NULL for those who had not logged in.
-- ---------------------------------------------------------------------------------------------
CREATE TABLE web_events (
  event_id     INTEGER PRIMARY KEY,
  customer_id  INTEGER REFERENCES customers (customer_id),
  kind         VARCHAR(12) NOT NULL,
  url          TEXT NOT NULL,
  duration_ms  BIGINT,
  score        DOUBLE,
  session_hash BLOB,
  payload      JSON NOT NULL,
  occurred_at  TIMESTAMP NOT NULL
);

WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 10000)
INSERT INTO web_events
SELECT
  n,
  CASE WHEN n % 3 = 0 THEN NULL ELSE 1 + n * 11 % 5000 END,
  CASE n % 5 WHEN 0 THEN 'search' WHEN 1 THEN 'basket' ELSE 'view' END,
  '/products/' || (1 + n % 1000) || CASE WHEN n % 5 = 0 THEN '?q=caf%C3%A9&page=' || (n % 9) ELSE '' END,
  CASE WHEN n % 10 = 0 THEN NULL ELSE n * 1234567 % 5000000000 END,
  CASE WHEN n % 6 = 0 THEN NULL ELSE (n * 7919 % 20001 - 10000) / 3.0 END,
  CASE WHEN n % 4 = 0 THEN NULL ELSE CAST(printf('%016x', n * 2654435761 % 4294967296) AS BLOB) END,
  json_object('page', n % 9, 'tags', json_array('🛒', 'Größe ' || n % 40), 'referrer', CASE WHEN n % 2 = 0 THEN NULL ELSE 'https://search.example/?q=' || n END),
  datetime('2026-10-01', '+' || (n * 267) || ' seconds')
FROM numbers;
