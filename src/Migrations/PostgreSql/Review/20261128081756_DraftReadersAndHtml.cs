using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Pir.Migrations.PostgreSql.Review
{
    /// <inheritdoc />
    public partial class DraftReadersAndHtml : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "NotesHtml",
                table: "Revisions",
                type: "text",
                maxLength: -1,
                nullable: true
            );

            migrationBuilder.AddColumn<string>(
                name: "SummaryHtml",
                table: "Revisions",
                type: "text",
                maxLength: -1,
                nullable: true
            );

            migrationBuilder.AddColumn<int>(
                name: "EndVersion",
                table: "Incidents",
                type: "integer",
                nullable: false,
                defaultValue: 0
            );

            migrationBuilder.AddColumn<string>(
                name: "HoldersAtEnd",
                table: "Incidents",
                type: "text",
                maxLength: -1,
                nullable: false,
                defaultValue: "[]"
            );

            migrationBuilder.AddColumn<string>(
                name: "TeamAtEnd",
                table: "Incidents",
                type: "character varying(200)",
                maxLength: 200,
                nullable: true
            );

            migrationBuilder.CreateTable(
                name: "AccessRequests",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    IsTeam = table.Column<bool>(type: "boolean", nullable: false),
                    PersonId = table.Column<string>(
                        type: "character varying(200)",
                        maxLength: 200,
                        nullable: true
                    ),
                    Name = table.Column<string>(
                        type: "character varying(200)",
                        maxLength: 200,
                        nullable: false
                    ),
                    Part = table.Column<string>(
                        type: "character varying(200)",
                        maxLength: 200,
                        nullable: true
                    ),
                    AskedAt = table.Column<DateTime>(
                        type: "timestamp with time zone",
                        nullable: false
                    ),
                    DecidedAt = table.Column<DateTime>(
                        type: "timestamp with time zone",
                        nullable: true
                    ),
                    DecidedBy = table.Column<string>(
                        type: "character varying(200)",
                        maxLength: 200,
                        nullable: true
                    ),
                    IsAccepted = table.Column<bool>(type: "boolean", nullable: false),
                    ReviewId = table.Column<Guid>(type: "uuid", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AccessRequests", x => x.Id);
                    table.ForeignKey(
                        name: "FK_AccessRequests_Reviews_ReviewId",
                        column: x => x.ReviewId,
                        principalTable: "Reviews",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade
                    );
                }
            );

            migrationBuilder.CreateTable(
                name: "ReaderTeams",
                columns: table => new
                {
                    ReviewId = table.Column<Guid>(type: "uuid", nullable: false),
                    Team = table.Column<string>(
                        type: "character varying(200)",
                        maxLength: 200,
                        nullable: false
                    ),
                    IsAccepted = table.Column<bool>(type: "boolean", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ReaderTeams", x => new { x.ReviewId, x.Team });
                    table.ForeignKey(
                        name: "FK_ReaderTeams_Reviews_ReviewId",
                        column: x => x.ReviewId,
                        principalTable: "Reviews",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade
                    );
                }
            );

            migrationBuilder.CreateIndex(
                name: "IX_AccessRequests_ReviewId",
                table: "AccessRequests",
                column: "ReviewId"
            );

            migrationBuilder.CreateIndex(
                name: "IX_ReaderTeams_Team",
                table: "ReaderTeams",
                column: "Team"
            );

            // Who reads the drafts that there are is fixed as it stands.
            migrationBuilder.Sql(
                """
                UPDATE "Incidents" SET "EndVersion" = "IncidentVersion", "TeamAtEnd" = "Team", "HoldersAtEnd" = "Holders"
                WHERE "ReviewId" IS NOT NULL OR "Status" IN ('Resolved', 'Closed')
                """
            );
            migrationBuilder.Sql(
                """
                INSERT INTO "ReaderTeams" ("ReviewId", "Team", "IsAccepted")
                SELECT "Reviews"."Id", "Incidents"."Team", FALSE
                FROM "Reviews" INNER JOIN "Incidents" ON "Incidents"."Id" = "Reviews"."IncidentId"
                WHERE "Incidents"."Team" IS NOT NULL
                """
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(name: "AccessRequests");

            migrationBuilder.DropTable(name: "ReaderTeams");

            migrationBuilder.DropColumn(name: "NotesHtml", table: "Revisions");

            migrationBuilder.DropColumn(name: "SummaryHtml", table: "Revisions");

            migrationBuilder.DropColumn(name: "EndVersion", table: "Incidents");

            migrationBuilder.DropColumn(name: "HoldersAtEnd", table: "Incidents");

            migrationBuilder.DropColumn(name: "TeamAtEnd", table: "Incidents");
        }
    }
}
