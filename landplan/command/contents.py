"""The contents of the command line: each command, what it does, the function that does it."""

from landplan.command import (
    area,
    backup,
    balance,
    db,
    export,
    export_package,
    import_lists,
    load,
    new,
    pace,
    pages,
    plan,
    plans,
    qgis,
    record,
    report,
    series,
    undo,
    users,
    version,
)
from landplan.command.groups import Commands
from landplan.command.language import both


def application() -> Commands:
    """Return the whole command line; `groups.spoken` leaves one language of its help."""
    app = Commands(
        "landplan",
        help=both(
            "土地与项目规划：台账入库、对照规划、上图。加 --lang en 显示英文。"
            "例：landplan demo --no-serve",
            "Land and project planning: the ledger against the plan, on a map. "
            "--lang zh (default) or en, anywhere in the call. Example: landplan demo --no-serve",
        ),
    )
    app.callback()(version.options_of_landplan)
    app.add_typer(_database(), name="db")
    app.add(
        "new",
        new.new,
        "写出一个空的规划包，填写什么、怎样填都有说明。例：landplan new 我的区",
        "Write an empty plan package with comments, to be filled in. "
        "Example: landplan new my-district",
    )
    app.add(
        "load",
        load.load,
        "导入规划包；有问题则逐条列出，什么也不导入。例：landplan load plans/example-district",
        "Load a plan package, or list what is wrong with it and load nothing. "
        "Example: landplan load plans/example-district",
    )
    app.add_typer(_plans(), name="plans")
    app.add_typer(_importers(), name="import")
    app.add_typer(_imports(), name="imports")
    app.add_typer(_exports(), name="export")
    app.add(
        "area",
        area.show_areas,
        "量算一个文件里每个要素的面积，不需要数据库。例：landplan area 地块.gpkg",
        "Measure each feature of a file, without a database. Example: landplan area parcels.gpkg",
    )
    app.add(
        "balance",
        balance.show_balance,
        "台账与规划对账。例：landplan balance --zone songling --as-of 2025-12-31",
        "The ledger against the plan. Example: landplan balance --zone songling --as-of 2025-12-31",
    )
    app.add(
        "pace",
        pace.show_pace,
        "逐年进度与期末推算。例：landplan pace --zone songling --as-of 2023-12-31",
        "Year by year, and the forecast for the period's end. "
        "Example: landplan pace --zone songling --as-of 2023-12-31",
    )
    app.add(
        "series",
        series.show_series,
        "收储与供应按年度、方式、用途或权属分列。"
        "例：landplan series --by method --zone songling --as-of 2024-06-30",
        "Storage and supply by year, method, land use or owner. "
        "Example: landplan series --by method --zone songling --as-of 2024-06-30",
    )
    app.add(
        "projects",
        plan.show_projects,
        "重大项目：类别、阶段、片区、出处。例：landplan projects --zone songling",
        "Major projects: category, stage, zone, sources. "
        "Example: landplan projects --zone songling",
    )
    app.add(
        "indicators",
        plan.show_indicators,
        "指标：基期、最新、目标、进度、状态。例：landplan indicators --zone yunshan",
        "Indicators: base, latest, goal, progress, status. "
        "Example: landplan indicators --zone yunshan",
    )
    app.add(
        "check",
        plan.show_findings,
        "查找一切对不上的地方，逐条注明位置。例：landplan check --format json",
        "Find everything that does not add up, each with its place. "
        "Example: landplan check --format json",
    )
    app.add(
        "warnings",
        plan.show_warnings,
        "监测预警，最要紧的在前。例：landplan warnings --as-of 2024-12-31",
        "What wants attention, worst first. Example: landplan warnings --as-of 2024-12-31",
    )
    app.add_typer(_records(), name="record")
    app.add_typer(users.group(), name="users")
    app.add(
        "map",
        pages.write_page,
        "写出一个不需要网络的地图网页。例：landplan map 地图.html --as-of 2025-12-31",
        "Write the map as one page that needs no network. "
        "Example: landplan map map.html --as-of 2025-12-31",
    )
    app.add(
        "serve",
        pages.serve_pages,
        "在浏览器中查看地图。例：landplan serve --port 8765",
        "Show the map in a browser. Example: landplan serve --port 8765",
    )
    app.add(
        "demo",
        pages.demo,
        "一步看全貌：导入内置规划、对账、出图、写报告、打开网页。例：landplan demo --no-serve",
        "All of it at once: load the built-in plan, balance, map, report, serve. "
        "Example: landplan demo --no-serve",
    )
    app.add(
        "qgis",
        qgis.write_qgis,
        "QGIS 工程：分组、样式、时间、图册。例：landplan qgis plan.qgz",
        "A project of QGIS: groups, styles, time, atlas. Example: landplan qgis plan.qgz",
    )
    app.add(
        "report",
        report.write_report,
        "写出规划实施情况报告：PDF、Word、Excel 或网页。"
        "例：landplan report 报告.pdf --zone songling --as-of 2024-06-30",
        "Write the report on the plan: PDF, Word, Excel or one HTML file. "
        "Example: landplan report report.pdf --zone songling --as-of 2024-06-30",
    )
    return app


def _database() -> Commands:
    app = Commands(
        "db",
        help=both(
            "数据库：启动、停止、状态、地址、重算、角色、备份、恢复、清空。例：landplan db status",
            "The database: start, stop, ask, refresh, roles, back up, empty. "
            "Example: landplan db status",
        ),
    )
    app.add(
        "start",
        db.start,
        "启动本地 PostGIS（没有则新建）。例：landplan db start",
        "Start the private PostGIS, made if there is none. Example: landplan db start",
    )
    app.add(
        "stop",
        db.stop,
        "停止本地 PostGIS。例：landplan db stop",
        "Stop it. Example: landplan db stop",
    )
    app.add(
        "status",
        db.status,
        "数据库在哪里、是否运行。例：landplan db status",
        "Where it is and whether it runs. Example: landplan db status",
    )
    app.add(
        "url",
        db.url,
        '给 QGIS、psql 用的地址。例：psql "$(landplan db url)"',
        'The address for QGIS and psql. Example: psql "$(landplan db url)"',
    )
    app.add(
        "refresh",
        db.refresh,
        "由边界重新计算台账旁存储的份额与合计。例：landplan db refresh",
        "Compute anew, from the outlines, what is stored beside the ledger. "
        "Example: landplan db refresh",
    )
    app.add(
        "roles",
        db.roles,
        "为使用 SQL、QGIS 的人建立角色并授权，可重复执行。例：landplan db roles",
        "Make the roles of those who work with SQL or QGIS, and give them their rights. "
        "Example: landplan db roles",
    )
    app.add(
        "backup",
        backup.write_backup,
        "把全部规划、台账与记录备份为一个文件。例：landplan db backup 台账.backup",
        "Write every plan, ledger and record to one file. Example: landplan db backup FILE.backup",
    )
    app.add(
        "restore",
        backup.restore_backup,
        "把备份恢复到空库，并做深度核查。例：landplan db restore 台账.backup",
        "Bring a backup into an empty database and check it deep. "
        "Example: landplan db restore FILE.backup",
    )
    app.add(
        "reset",
        db.reset,
        "清空数据库（先询问）。例：landplan db reset --yes",
        "Delete all of its data (asks first). Example: landplan db reset --yes",
    )
    return app


def _plans() -> Commands:
    app = Commands(
        "plans",
        help=both(
            "库中的规划；删除其中一个。例：landplan plans --format json",
            "The plans in the database; one removed. Example: landplan plans --format json",
        ),
        alone=plans.show_plans,
    )
    app.add(
        "remove",
        plans.remove,
        "删除一个规划及其台账（先询问），其他规划不动。例：landplan plans remove my-district --yes",
        "Delete a plan with its ledger (asks first); others stay. "
        "Example: landplan plans remove my-district --yes",
    )
    return app


def _importers() -> Commands:
    app = Commands(
        "import",
        help=both(
            "导入各种格式的清单：地块、事件、片区、项目、指标。"
            "例：landplan import parcels 地块.txt --dry-run",
            "Import lists in any format: parcels, events, zones, projects, indicators. "
            "Example: landplan import parcels parcels.txt --dry-run",
        ),
    )
    app.add(
        "parcels",
        import_lists.import_parcels,
        "导入地块的边界和属性；--as events 把状态变成事件。"
        "例：landplan import parcels 地块.gpkg --dry-run",
        "Import parcels, outlines and attributes; --as events makes events of their status. "
        "Example: landplan import parcels parcels.gpkg --dry-run",
    )
    app.add(
        "events",
        import_lists.importer("events"),
        "导入收储、供应事件。例：landplan import events 合同.xlsx --report 问题.html",
        "Import storage and supply events. "
        "Example: landplan import events contracts.xlsx --report problems.html",
    )
    app.add(
        "zones",
        import_lists.importer("zones"),
        "导入片区及其边界。例：landplan import zones 片区.shp --dry-run",
        "Import zones with their outlines. Example: landplan import zones zones.shp --dry-run",
    )
    app.add(
        "projects",
        import_lists.importer("projects"),
        "导入重大项目。例：landplan import projects 项目.xlsx --dry-run",
        "Import major projects. Example: landplan import projects projects.xlsx --dry-run",
    )
    app.add(
        "indicators",
        import_lists.importer("indicators"),
        "导入指标数值。例：landplan import indicators 指标.csv --dry-run",
        "Import figures of indicators. Example: landplan import indicators figures.csv --dry-run",
    )
    return app


def _imports() -> Commands:
    app = Commands(
        "imports",
        help=both(
            "导入批次：哪些文件、谁、何时、改动了什么；撤销一批。"
            "例：landplan imports --format json",
            "Loads: which files, who, when, what they changed; take one back. "
            "Example: landplan imports --format json",
        ),
        alone=plans.show_imports,
    )
    app.add(
        "undo",
        undo.undo,
        "撤销一批导入：事件以冲销撤销，地块恢复原样。例：landplan imports undo 12",
        "Take a load back: its events by reversals, its parcels to what they were. "
        "Example: landplan imports undo 12",
    )
    return app


def _exports() -> Commands:
    app = Commands(
        "export",
        help=both(
            "导出：地块、台账、片区、项目，或整个规划包。例：landplan export parcels 地块.gpkg",
            "Export: parcels, events, zones, projects, or a whole plan package. "
            "Example: landplan export parcels land.gpkg",
        ),
    )
    app.add(
        "parcels",
        export.parcels,
        "导出地块及其截至某日的状态。"
        "例：landplan export parcels 在库.xlsx --state in_reserve --as-of 2025-12-31",
        "Write the parcels with their state as of a day. "
        "Example: landplan export parcels reserve.xlsx --state in_reserve --as-of 2025-12-31",
    )
    app.add(
        "events",
        export.events,
        "导出台账。例：landplan export events 台账.geojson --zone songling",
        "Write the ledger. Example: landplan export events ledger.geojson --zone songling",
    )
    app.add(
        "zones",
        export.zones,
        "导出片区。例：landplan export zones 片区.zip --crs local",
        "Write the zones. Example: landplan export zones zones.zip --crs local",
    )
    app.add(
        "projects",
        export.projects,
        "导出重大项目。例：landplan export projects 项目.csv --zone songling",
        "Write the major projects. Example: landplan export projects projects.csv --zone songling",
    )
    app.add(
        "package",
        export_package.package,
        "把规划连同全部台账写成规划包，导入后对账相同。例：landplan export package 新文件夹",
        "Write a plan with its whole ledger as a plan package, which loads to the same balance. "
        "Example: landplan export package FOLDER",
    )
    return app


def _records() -> Commands:
    app = Commands(
        "record",
        help=both(
            "登记项目进展与指标数值，查看历史。例：landplan record history",
            "Record progress and figures; see the history. Example: landplan record history",
        ),
    )
    app.add(
        "project",
        record.project,
        "登记项目的阶段、累计完成投资或形象进度。"
        "例：landplan record project smart-factory --stage 开工 --date 2023-05-08",
        "Record a project's stage, what was invested in it so far, or how far its works are. "
        "Example: landplan record project smart-factory --stage 开工 --date 2023-05-08",
    )
    app.add(
        "indicator",
        record.indicator,
        "登记指标某年的数值。例：landplan record indicator yunshan 地区生产总值 2023 130",
        "Record an indicator's figure of a year. "
        "Example: landplan record indicator yunshan 地区生产总值 2023 130",
    )
    app.add(
        "history",
        record.show_history,
        "全部登记记录。例：landplan record history smart-factory",
        "Everything recorded. Example: landplan record history smart-factory",
    )
    return app
